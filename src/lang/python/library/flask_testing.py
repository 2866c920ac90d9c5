"""Clients that need no network."""

import json as json_texts
from urllib.parse import urlencode

from http.messages import Message


class Client:
    """Asks an application without a network."""

    def __init__(self, app):
        self.app = app

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        pass

    def open(self, path, method="GET", data=None, json=None, headers={}, query_string=None, content_type=None):
        given = Message()
        given["Host"] = "localhost"
        if json is not None:
            body = json_texts.dumps(json).encode()
            kind = "application/json"
        elif data is None:
            body = b""
            kind = ""
        elif isinstance(data, dict):
            body = urlencode(data).encode()
            kind = "application/x-www-form-urlencoded"
        else:
            body = data.encode() if isinstance(data, str) else data
            kind = ""
        for name, value in headers.items():
            given[name] = value
        if content_type is not None or kind:
            given["Content-Type"] = kind if content_type is None else content_type
        target = path
        if query_string is not None:
            target += "?" + (query_string if isinstance(query_string, str) else urlencode(query_string))
        return self.app.ask(method, target, given, body, "127.0.0.1")

    def get(self, path, data=None, json=None, headers={}, query_string=None, content_type=None):
        return self.open(path, "GET", data, json, headers, query_string, content_type)

    def post(self, path, data=None, json=None, headers={}, query_string=None, content_type=None):
        return self.open(path, "POST", data, json, headers, query_string, content_type)

    def put(self, path, data=None, json=None, headers={}, query_string=None, content_type=None):
        return self.open(path, "PUT", data, json, headers, query_string, content_type)

    def patch(self, path, data=None, json=None, headers={}, query_string=None, content_type=None):
        return self.open(path, "PATCH", data, json, headers, query_string, content_type)

    def delete(self, path, data=None, json=None, headers={}, query_string=None, content_type=None):
        return self.open(path, "DELETE", data, json, headers, query_string, content_type)

    def head(self, path, headers={}, query_string=None):
        return self.open(path, "HEAD", None, None, headers, query_string)

    def options(self, path, headers={}, query_string=None):
        return self.open(path, "OPTIONS", None, None, headers, query_string)
