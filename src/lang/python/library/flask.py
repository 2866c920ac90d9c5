"""Services in Flask's words. Decorators of views are written in other words before names are resolved (flask-views.ts)."""

import html
import json as json_texts
import os
import sys
import traceback
from urllib.parse import unquote

from http.messages import Message

from flask.requests import request
from flask.testing import Client
from werkzeug.exceptions import NAMES, REASONS, Aborted, HTTPException, InternalServerError, abort


class Request:
    def __init__(self, method, target, headers, data, remote_addr):
        path, _, query = target.partition("?")
        self.method = method
        self.path = unquote(path)
        self.query = query
        self.headers = headers
        self.data = data
        self.remote_addr = remote_addr
        self.endpoint = ""


class Response:
    def __init__(self, response=b"", status=200, mimetype="text/html", content_type=None):
        self.body = response.encode() if isinstance(response, str) else response
        self.status_code = status
        self.content_type = (mimetype + "; charset=utf-8" if mimetype.startswith("text/") else mimetype) if content_type is None else content_type
        self.headers = Message()
        self.headers["Content-Type"] = self.content_type

    @property
    def data(self):
        return self.body

    @property
    def text(self):
        return self.body.decode()

    @property
    def status(self):
        return f"{self.status_code} {self.reason.upper()}"

    @property
    def reason(self):
        return NAMES.get(self.status_code, REASONS.get(self.status_code, "Unknown"))

    @property
    def mimetype(self):
        return self.content_type.split(";")[0]

    @property
    def is_json(self):
        return self.mimetype == "application/json"

    @property
    def json(self):
        return self.get_json()

    def get_data(self):
        return self.body

    def get_json(self):
        return json_texts.loads(self.body)

    def set_data(self, value):
        self.body = value


class Values:
    """The parts of a path that stand for parameters."""

    def __init__(self):
        self._texts = {}

    def text_of(self, name):
        return self._texts[name]

    def int_of(self, name):
        return int(self._texts[name])

    def float_of(self, name):
        return float(self._texts[name])


KINDS = {"static": 0, "int": 50, "float": 50, "string": 100, "path": 200}


class Rule:
    def __init__(self, rule, methods, name, view):
        self.rule = rule
        self.methods = methods
        self.name = name
        self.view = view
        self.slash = rule.endswith("/") and rule != "/"
        self.parts = []
        for part in rule.strip("/").split("/"):
            if part.startswith("<") and part.endswith(">"):
                kind, colon, called = part[1:-1].partition(":")
                self.parts.append((kind, called) if colon else ("string", kind))
            else:
                self.parts.append(("static", part))
        self.weights = [KINDS.get(kind, 100) for kind, _ in self.parts]

    def matches(self, path):
        """The values of its parameters, where the path is one of the rule's."""
        given = path.strip("/").split("/") if path.strip("/") or path == "/" else [""]
        values = Values()
        for i, (kind, text) in enumerate(self.parts):
            if i >= len(given):
                return None
            part = given[i]
            if kind == "path":
                values._texts[text] = "/".join(given[i : len(given) - len(self.parts) + i + 1])
                given = given[: i + 1] + given[len(given) - len(self.parts) + i + 1 :]
            elif kind == "static":
                if part != text:
                    return None
            elif not part or (kind == "int" and not (part.isascii() and part.isdigit())):
                return None
            elif kind == "float" and not is_float(part):
                return None
            else:
                values._texts[text] = part
        return values if len(given) == len(self.parts) else None


def is_float(text):
    whole, dot, rest = text.partition(".")
    return bool(dot) and whole.isdigit() and rest.isdigit()


class Modes:
    debug = False


def jsonify(value):
    if Modes.debug:
        text = json_texts.dumps(value, sort_keys=True, indent=2)
    else:
        text = json_texts.dumps(value, sort_keys=True, separators=(",", ":"))
    return Response(text + "\n", 200, "application/json")


def headed(response, headers):
    for name, value in headers.items():
        if name.lower() == "content-type":
            response.content_type = f"{value}"
        response.headers[name] = f"{value}"
    return response


def make_response(value, status=200):
    made = answered(value)
    if status != 200:
        made.status_code = status
    return made


def answered(value):
    """What a view returns as a response."""
    if isinstance(value, Response):
        return value
    if isinstance(value, tuple):
        made = answered(value[0])
        if isinstance(value[1], int):
            made.status_code = value[1]
        else:
            headed(made, value[1])
        if len(value) > 2:
            headed(made, value[2])
        return made
    if isinstance(value, str):
        return Response(value)
    if isinstance(value, bytes):
        return Response(value)
    if value is None:
        raise TypeError("The view function did not return a valid response. The function either returned None or ended without a return statement.")
    return jsonify(value)


def redirect(location, code=302):
    shown = html.escape(location)
    made = Response(
        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n"
        "<p>You should be redirected automatically to the target URL: "
        f'<a href="{shown}">{shown}</a>. If not, click the link.\n',
        code,
    )
    made.headers["Location"] = location
    return made


def failure_page(error):
    description = html.escape(error.description).replace("&#x27;", "&#39;").replace("&quot;", "&#34;").replace("\n", "<br>")
    return Response(
        f"<!doctype html>\n<html lang=en>\n<title>{error.code} {html.escape(error.name)}</title>\n<h1>{html.escape(error.name)}</h1>\n<p>{description}</p>\n",
        error.code,
    )


class Blueprint:
    def __init__(self, name, import_name, url_prefix=None):
        self.name = name
        self.url_prefix = url_prefix or ""
        self.rules = []

    def add_view(self, rule, methods, name, view):
        self.rules.append(Rule(rule, methods, name, view))

    def make_response(self, value):
        return answered(value)


class Flask:
    def __init__(self, import_name, static_folder=None, template_folder=None):
        self.name = import_name
        self.import_name = import_name
        self.testing = False
        self.config = {"DEBUG": False, "TESTING": False, "SECRET_KEY": None, "JSON_SORT_KEYS": True}
        self.rules = []
        self.status_handlers = {}
        self.exception_handlers = []
        self.before = []
        self.after = []

    @property
    def debug(self):
        return Modes.debug

    @debug.setter
    def debug(self, value):
        Modes.debug = value

    def add_view(self, rule, methods, name, view):
        self.rules.append(Rule(rule, [method.upper() for method in methods], name, view))

    def register_blueprint(self, blueprint, url_prefix=None):
        prefix = blueprint.url_prefix if url_prefix is None else url_prefix
        for rule in blueprint.rules:
            self.add_view(prefix + rule.rule, rule.methods, f"{blueprint.name}.{rule.name}", rule.view)

    def make_response(self, value):
        return answered(value)

    def optional_response(self, value):
        return None if value is None else answered(value)

    def add_status_handler(self, status, handler):
        self.status_handlers[status] = handler

    def add_exception_handler(self, handler):
        self.exception_handlers.append(handler)

    def add_before(self, call):
        self.before.append(call)

    def add_after(self, call):
        self.after.append(call)

    def failed(self, error):
        for handler in self.exception_handlers:
            try:
                return handler(error)
            except Exception as other:
                if other is not error:
                    raise
        if error.code in self.status_handlers:
            return self.status_handlers[error.code](error)
        made = failure_page(error)
        for name, value in error.headers:
            made.headers[name] = value
        return made

    def raised(self, error):
        for handler in self.exception_handlers:
            try:
                return handler(error)
            except Exception as other:
                if other is not error:
                    raise
        if self.testing or self.config["TESTING"]:
            raise error
        print(f"Exception on {request.path} [{request.method}]", file=sys.stderr)
        traceback.print_exception(error)
        try:
            raise InternalServerError()
        except HTTPException as failure:
            return self.failed(failure)

    def matched(self, asked):
        """The response of the rule that fits best."""
        best = None
        found = Values()
        allowed = set()
        slashed = False
        for rule in self.rules:
            values = rule.matches(asked.path)
            if values is None:
                continue
            fits = asked.method in rule.methods or (asked.method == "HEAD" and "GET" in rule.methods)
            if rule.slash and not asked.path.endswith("/"):
                slashed = slashed or fits
                continue
            if not rule.slash and asked.path.endswith("/") and asked.path != "/" and rule.parts[-1][0] != "path":
                continue
            if fits:
                if best is None or rule.weights < best.weights:
                    best = rule
                    found = values
            else:
                allowed.update(rule.methods)
                allowed.add("OPTIONS")
                if "GET" in rule.methods:
                    allowed.add("HEAD")
        if best is not None:
            asked.endpoint = best.name
            return best.view(found)
        if slashed:
            target = f"http://{request.host}{asked.path}/"
            return redirect(target + "?" + asked.query if asked.query else target, 308)
        if not allowed:
            raise Aborted(404)
        if asked.method == "OPTIONS":
            made = Response(b"")
            made.headers["Allow"] = ", ".join(sorted(allowed))
            return made
        wrong = Aborted(405)
        wrong.headers = [("Allow", ", ".join(sorted(allowed)))]
        raise wrong

    def ask(self, method, target, headers, data, remote_addr):
        return self.answer(Request(method, target, headers, data, remote_addr))

    def answer(self, asked):
        request._begin(asked)
        made = None
        try:
            for call in self.before:
                if made is None:
                    made = call()
            if made is None:
                made = self.matched(asked)
        except HTTPException as error:
            made = self.failed(error)
        except Exception as error:
            made = self.raised(error)
        for after in reversed(self.after):
            made = after(made)
        made.headers["Content-Length"] = str(len(made.body))
        if asked.method == "HEAD":
            made.body = b""
        return made

    def test_client(self):
        return Client(self)

    def run(self, host=None, port=None, debug=None, threaded=True, use_reloader=False):
        from werkzeug.serving import run_simple

        if debug is not None:
            Modes.debug = debug
        name = os.path.splitext(os.path.basename(sys.argv[0]))[0] if self.name == "__main__" else self.name
        print(f" * Serving Flask app '{name}'")
        print(f" * Debug mode: {'on' if Modes.debug else 'off'}")
        run_simple("127.0.0.1" if host is None else host, 5000 if port is None else port, self, threaded=threaded)
