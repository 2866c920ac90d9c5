"""Clients of HTTP: connections that are asked, and the responses."""

import socket

from http import PHRASES
from http.messages import HTTPException, LineTooLong, Message, parse_headers

HTTP_PORT = 80
responses = PHRASES


class NotConnected(HTTPException):
    pass


class InvalidURL(HTTPException):
    pass


class ImproperConnectionState(HTTPException):
    pass


class CannotSendRequest(ImproperConnectionState):
    pass


class ResponseNotReady(ImproperConnectionState):
    pass


class IncompleteRead(HTTPException):
    def __init__(self, partial, expected=None):
        super().__init__(f"IncompleteRead({len(partial)} bytes read" + ("" if expected is None else f", {expected} more expected") + ")")
        self.partial = partial
        self.expected = expected


class BadStatusLine(HTTPException):
    def __init__(self, line):
        super().__init__(line or repr(line))
        self.line = line


class RemoteDisconnected(ConnectionResetError):
    pass


class HTTPResponse:
    def __init__(self, reader, method):
        self._reader = reader
        self._method = method
        self.status = 0
        self.reason = ""
        self.version = 0
        self.url = ""
        self.chunked = False
        self.length = -1
        self.will_close = True
        self.closed = False
        self.headers = Message()
        self._chunk = 0

    def begin(self):
        while True:
            line = self._reader.readline(65537)
            if len(line) > 65536:
                raise LineTooLong("status line")
            if not line:
                raise RemoteDisconnected("Remote end closed connection without response")
            text = line.decode("iso-8859-1")
            words = text.split(None, 2)
            if not text.startswith("HTTP/") or len(words) < 2 or not (words[1].isdigit() and len(words[1]) == 3):
                self.close()
                raise BadStatusLine(text.rstrip("\r\n"))
            self.status = int(words[1])
            self.reason = words[2].strip() if len(words) > 2 else ""
            self.version = 10 if words[0] in ("HTTP/1.0", "HTTP/0.9") else 11
            self.headers = parse_headers(self._reader)
            if self.status != 100:
                break
        self.chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
        connection = self.headers.get("connection", "").lower()
        if self.version == 11:
            self.will_close = "close" in connection
        else:
            self.will_close = "keep-alive" not in connection and self.headers.get("keep-alive") is None
        given = self.headers.get("content-length", "")
        if given.isdigit() and not self.chunked:
            self.length = int(given)
        if self.status in (204, 304) or 100 <= self.status < 200 or self._method == "HEAD":
            self.length = 0
            self.chunked = False
        if not self.will_close and not self.chunked and self.length < 0:
            self.will_close = True
        if self.length == 0:
            self.close()

    @property
    def msg(self):
        return self.headers

    @property
    def code(self):
        return self.status

    def close(self):
        if not self.closed:
            self.closed = True
            self._reader.close()

    def isclosed(self):
        return self.closed

    def read(self, amt=-1):
        if self.closed or amt == 0:
            return b""
        wanted = -1 if amt is None else amt
        if self.chunked:
            return self._read_chunks(wanted)
        if self.length < 0:
            data = self._reader.read(wanted)
            if wanted < 0 or not data:
                self.close()
            return data
        size = self.length if wanted < 0 else min(wanted, self.length)
        data = self._reader.read(size)
        self.length -= len(data)
        if len(data) < size:
            self.close()
            if wanted < 0:
                raise IncompleteRead(data, size - len(data))
        if self.length == 0:
            self.close()
        return data

    def _read_chunks(self, wanted):
        parts = []
        count = 0
        while wanted < 0 or count < wanted:
            if self._chunk == 0:
                line = self._reader.readline(65537)
                self._chunk = int(line.split(b";")[0].strip() or b"0", 16)
                if self._chunk == 0:
                    while self._reader.readline(65537) not in (b"\r\n", b"\n", b""):
                        pass
                    self.close()
                    break
            size = self._chunk if wanted < 0 else min(self._chunk, wanted - count)
            part = self._reader.read(size)
            if len(part) < size:
                self.close()
                raise IncompleteRead(b"".join(parts) + part)
            parts.append(part)
            count += size
            self._chunk -= size
            if self._chunk == 0:
                self._reader.readline(3)
        return b"".join(parts)

    def readline(self, limit=-1):
        line = bytearray()
        while limit < 0 or len(line) < limit:
            byte = self.read(1)
            if not byte:
                break
            line += byte
            if byte == b"\n":
                break
        return bytes(line)

    def readlines(self):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def getheader(self, name, default=None):
        found = self.headers.get_all(name)
        return default if found is None else ", ".join(found)

    def getheaders(self):
        return self.headers.items()

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


class HTTPConnection:
    default_port = HTTP_PORT

    def __init__(self, host, port=None, timeout=None):
        name, given = host_and_port(host, port)
        self.host = name
        self.port = given
        self.timeout = timeout
        self.sock = None
        self._buffer = []
        self._method = ""
        self._state = "Idle"
        self._response = None

    def connect(self):
        sock = socket.create_connection((self.host, self.port), self.timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock

    def close(self):
        self._state = "Idle"
        if self.sock is not None:
            self.sock.close()
            self.sock = None
        if self._response is not None:
            self._response.close()
            self._response = None

    def set_debuglevel(self, level):
        pass

    def send(self, data):
        if self.sock is None:
            self.connect()
        if self.sock is not None:
            self.sock.sendall(data)

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        if self._response is not None and self._response.closed:
            self._response = None
        if self._state != "Idle":
            raise CannotSendRequest(self._state)
        self._state = "Request-started"
        self._method = method
        path = url or "/"
        for c in path:
            if c <= " " or c == "\x7f":
                raise InvalidURL(f"URL can't contain control characters. {path!r} (found at least {c!r})")
        self._buffer = [f"{method} {path} HTTP/1.1\r\n".encode("ascii")]
        if not skip_host:
            name = f"[{self.host}]" if ":" in self.host else self.host
            self.putheader("Host", name if self.port == self.default_port else f"{name}:{self.port}")
        if not skip_accept_encoding:
            self.putheader("Accept-Encoding", "identity")

    def putheader(self, header, value):
        if self._state != "Request-started":
            raise CannotSendRequest(self._state)
        self._buffer.append(f"{header}: {value}\r\n".encode("latin-1"))

    def endheaders(self, message_body=None):
        if self._state != "Request-started":
            raise CannotSendRequest(self._state)
        self._state = "Request-sent"
        self._buffer.append(b"\r\n")
        if message_body is not None:
            self._buffer.append(message_body)
        data = b"".join(self._buffer)
        self._buffer = []
        self.send(data)

    def request(self, method, url, body=None, headers={}):
        names = [name.lower() for name in headers]
        self.putrequest(method, url, "host" in names, "accept-encoding" in names)
        data = bytes_of(body)
        if "content-length" not in names and "transfer-encoding" not in names:
            if data is not None:
                self.putheader("Content-Length", str(len(data)))
            elif method.upper() in ("PATCH", "POST", "PUT"):
                self.putheader("Content-Length", "0")
        for name, value in headers.items():
            self.putheader(name, value)
        self.endheaders(data)

    def getresponse(self):
        if self._response is not None and self._response.closed:
            self._response = None
        if self._state != "Request-sent" or self._response is not None or self.sock is None:
            raise ResponseNotReady(self._state)
        response = HTTPResponse(self.sock.makefile_rb(), self._method)
        try:
            response.begin()
        except ConnectionError:
            self.close()
            raise
        self._state = "Idle"
        if response.will_close:
            self.sock.close()
            self.sock = None
        else:
            self._response = response
        return response


def host_and_port(host, port):
    if port is not None:
        return host, port
    colon = host.rfind(":")
    if colon > host.rfind("]"):
        digits = host[colon + 1 :]
        if digits and not digits.isdigit():
            raise InvalidURL("nonnumeric port: '%s'" % digits)
        return host[:colon], int(digits or "80")
    return host, 80


def bytes_of(body):
    if body is None:
        return None
    if isinstance(body, str):
        return body.encode("iso-8859-1")
    return body
