"""A server of HTTP whose handlers have a method for each kind of request."""

import html
import socket
import sys
import time

import _socket
import socketserver
from http import DESCRIPTIONS, PHRASES
from http.messages import HTTPException, LineTooLong, parse_headers

DEFAULT_ERROR_MESSAGE = """\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
"""


class HTTPServer(socketserver.TCPServer):
    allow_reuse_address = True

    def server_bind(self):
        super().server_bind()
        self.server_name = socket.getfqdn(self.server_address[0])
        self.server_port = self.server_address[1]


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True


def shown(message):
    """Control characters are no part of a line of a log."""
    return "".join([f"\\x{ord(c):02x}" if c < " " or "\x7f" <= c < "\xa0" else "\\\\" if c == "\\" else c for c in message])


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    sys_version = "Python/%d.%d.%d" % sys.version_info[:3]
    server_version = "BaseHTTP/0.6"
    error_content_type = "text/html;charset=utf-8"
    default_request_version = "HTTP/0.9"
    protocol_version = "HTTP/1.0"

    def __init__(self, request, client_address, server):
        self.command = ""
        self.path = ""
        self.requestline = ""
        self.raw_requestline = b""
        self.request_version = ""
        self.close_connection = True
        self._headers_buffer = []
        super().__init__(request, client_address, server)

    def parse_request(self):
        self.command = ""
        self.request_version = version = self.default_request_version
        self.close_connection = True
        requestline = self.raw_requestline.decode("iso-8859-1").rstrip("\r\n")
        self.requestline = requestline
        words = requestline.split()
        if not words:
            return False
        if len(words) >= 3:
            version = words[-1]
            number = version[5:].split(".")
            if not (version.startswith("HTTP/") and len(number) == 2 and number[0].isdigit() and number[1].isdigit()):
                self.send_error(400, "Bad request version (%r)" % version)
                return False
            if (int(number[0]), int(number[1])) >= (1, 1) and self.protocol_version >= "HTTP/1.1":
                self.close_connection = False
            if int(number[0]) >= 2:
                self.send_error(505, "Invalid HTTP version (%s)" % version[5:])
                return False
            self.request_version = version
        if not 2 <= len(words) <= 3:
            self.send_error(400, "Bad request syntax (%r)" % requestline)
            return False
        command, path = words[0], words[1]
        if len(words) == 2:
            self.close_connection = True
            if command != "GET":
                self.send_error(400, "Bad HTTP/0.9 request type (%r)" % command)
                return False
        self.command = command
        self.path = "/" + path.lstrip("/") if path.startswith("//") else path
        try:
            self.headers = parse_headers(self.rfile)
        except LineTooLong as error:
            self.send_error(431, "Line too long", str(error))
            return False
        except HTTPException as error:
            self.send_error(431, "Too many headers", str(error))
            return False
        connection = self.headers.get("Connection", "").lower()
        if connection == "close":
            self.close_connection = True
        elif connection == "keep-alive" and self.protocol_version >= "HTTP/1.1":
            self.close_connection = False
        expect = self.headers.get("Expect", "").lower()
        if expect == "100-continue" and self.protocol_version >= "HTTP/1.1" and self.request_version >= "HTTP/1.1":
            return self.handle_expect_100()
        return True

    def handle_expect_100(self):
        self.send_response_only(100)
        self.end_headers()
        return True

    def handle_one_request(self):
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if len(self.raw_requestline) > 65536:
                self.requestline = ""
                self.request_version = ""
                self.command = ""
                self.send_error(414)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            if not hasattr(self, "do_" + self.command):
                self.send_error(501, "Unsupported method (%r)" % self.command)
                return
            getattr(self, "do_" + self.command)()
            self.wfile.flush()
        except TimeoutError as error:
            self.log_error("Request timed out: %r", error)
            self.close_connection = True

    def handle(self):
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def send_error(self, code, message=None, explain=None):
        number = int(code)
        text = PHRASES.get(number, "???") if message is None else message
        explained = (DESCRIPTIONS.get(number, "") if number in PHRASES else "???") if explain is None else explain
        self.log_error("code %d, message %s", number, text)
        self.send_response(number, text)
        self.send_header("Connection", "close")
        body = b""
        if number >= 200 and number not in (204, 205, 304):
            content = DEFAULT_ERROR_MESSAGE % {
                "code": number,
                "message": html.escape(text, quote=False),
                "explain": html.escape(explained, quote=False),
            }
            body = content.encode("utf-8", "replace")
            self.send_header("Content-Type", self.error_content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and body:
            self.wfile.write(body)

    def send_response(self, code, message=None):
        self.log_request(int(code))
        self.send_response_only(code, message)
        self.send_header("Server", self.version_string())
        self.send_header("Date", self.date_time_string())

    def send_response_only(self, code, message=None):
        if self.request_version != "HTTP/0.9":
            number = int(code)
            text = PHRASES.get(number, "") if message is None else message
            self._headers_buffer.append(f"{self.protocol_version} {number} {text}\r\n".encode("latin-1", "strict"))

    def send_header(self, keyword, value):
        if self.request_version != "HTTP/0.9":
            self._headers_buffer.append(f"{keyword}: {value}\r\n".encode("latin-1", "strict"))
        if keyword.lower() == "connection":
            token = str(value).lower()
            if token == "close":
                self.close_connection = True
            elif token == "keep-alive":
                self.close_connection = False

    def end_headers(self):
        if self.request_version != "HTTP/0.9":
            self._headers_buffer.append(b"\r\n")
            self.flush_headers()

    def flush_headers(self):
        if self._headers_buffer:
            self.wfile.write(b"".join(self._headers_buffer))
            self._headers_buffer = []

    def log_request(self, code="-", size="-"):
        self.log_message('"%s" %s %s', self.requestline, str(code), str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    def log_message(self, format, *args):
        sys.stderr.write("%s - - [%s] %s\n" % (self.address_string(), self.log_date_time_string(), shown(format % args)))

    def version_string(self):
        return self.server_version + " " + self.sys_version

    def date_time_string(self):
        return _socket.date()

    def log_date_time_string(self):
        return time.strftime("%d/%b/%Y %H:%M:%S")

    def address_string(self):
        return self.client_address[0]
