"""Servers of applications."""

import sys

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class WSGIRequestHandler(BaseHTTPRequestHandler):
    server_version = "Werkzeug/3.1.3"

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self.run_wsgi()

    def run_wsgi(self):
        length = self.headers.get("Content-Length", "")
        data = self.rfile.read(int(length)) if length.isdigit() else b""
        response = self.server.app.ask(self.command, self.path, self.headers, data, self.client_address[0])
        self.send_response(response.status_code, response.reason.upper())
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(response.body)

    def log_request(self, code="-", size="-"):
        self.log("info", '"%s" %s %s', self.requestline, str(code), str(size))

    def log_error(self, format, *args):
        self.log("error", format, *args)

    def log_message(self, format, *args):
        self.log("info", format, *args)

    def log(self, type, message, *args):
        sys.stderr.write("%s - - [%s] %s\n" % (self.address_string(), self.log_date_time_string(), message % args))


class BaseWSGIServer(HTTPServer):
    request_queue_size = 128

    def __init__(self, host, port, app, handler, threaded):
        self.app = app
        self.threaded = threaded
        self.host = host
        self.port = port
        super().__init__((host, port), handler)
        self.port = self.server_address[1]

    def process_in_thread(self, request, client_address):
        try:
            self.finish_request(request, client_address)
        except Exception as error:
            self._failure = error
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        if self.threaded:
            threading.Thread(target=self.process_in_thread, args=(request, client_address), daemon=True).start()
        else:
            super().process_request(request, client_address)


def make_server(host, port, app, threaded=False, processes=1, request_handler=None, passthrough_errors=False, ssl_context=None):
    if request_handler is None:
        return BaseWSGIServer(host, port, app, WSGIRequestHandler, threaded)
    return BaseWSGIServer(host, port, app, request_handler, threaded)


def run_simple(hostname, port, application, use_reloader=False, use_debugger=False, threaded=False):
    server = make_server(hostname, port, application, threaded)
    sys.stderr.write(
        "WARNING: This is a development server. Do not use it in a production deployment. Use a production WSGI server instead.\n"
        f" * Running on http://{hostname}:{server.port}\n"
        "Press CTRL+C to quit\n"
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()
