"""The request that is answered, as views see it."""

import json as json_texts
from urllib.parse import parse_qsl

import _threads
from werkzeug.exceptions import BadRequest, abort


class MultiDict:
    """Values by name, of which there may be several."""

    def __init__(self, pairs):
        self._pairs = pairs

    def get(self, key, default=None, type=None):
        for name, value in self._pairs:
            if name == key:
                if type is None:
                    return value
                try:
                    return type(value)
                except ValueError:
                    return default
        return default

    def getlist(self, key, type=None):
        if type is None:
            return [value for name, value in self._pairs if name == key]
        return [type(value) for name, value in self._pairs if name == key]

    def __getitem__(self, key):
        for name, value in self._pairs:
            if name == key:
                return value
        raise BadRequest()

    def __contains__(self, key):
        return key in self.keys()

    def __len__(self):
        return len(self.keys())

    def __iter__(self):
        return iter(self.keys())

    def keys(self):
        return list(self.to_dict())

    def values(self):
        return list(self.to_dict().values())

    def items(self):
        return list(self.to_dict().items())

    def to_dict(self, flat=True):
        found = {}
        for name, value in self._pairs:
            found.setdefault(name, value)
        return found


class Proxy:
    """The request that the thread which asks answers."""

    def __init__(self):
        self._requests = {}

    def _now(self):
        if _threads.number() not in self._requests:
            raise RuntimeError("Working outside of request context.")
        return self._requests[_threads.number()]

    def _begin(self, request):
        self._requests[_threads.number()] = request

    @property
    def method(self):
        return self._now().method

    @property
    def path(self):
        return self._now().path

    @property
    def full_path(self):
        return self._now().path + "?" + self._now().query

    @property
    def query_string(self):
        return self._now().query.encode()

    @property
    def endpoint(self):
        return self._now().endpoint

    @property
    def headers(self):
        return self._now().headers

    @property
    def remote_addr(self):
        return self._now().remote_addr

    @property
    def host(self):
        return self._now().headers.get("Host", "localhost")

    @property
    def url(self):
        return self.base_url + ("?" + self._now().query if self._now().query else "")

    @property
    def base_url(self):
        return f"http://{self.host}{self._now().path}"

    @property
    def data(self):
        return self._now().data

    def get_data(self):
        return self._now().data

    @property
    def content_type(self):
        return self._now().headers.get("Content-Type")

    @property
    def content_length(self):
        return len(self._now().data)

    @property
    def mimetype(self):
        return (self._now().headers.get("Content-Type") or "").split(";")[0].strip().lower()

    @property
    def is_json(self):
        kind = self.mimetype
        return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))

    @property
    def args(self):
        return MultiDict(parse_qsl(self._now().query, keep_blank_values=True))

    @property
    def form(self):
        if self.mimetype != "application/x-www-form-urlencoded":
            return MultiDict(parse_qsl("", keep_blank_values=True))
        return MultiDict(parse_qsl(self._now().data.decode(), keep_blank_values=True))

    @property
    def json(self):
        return self.get_json()

    def get_json(self, force=False, silent=False):
        if not force and not self.is_json:
            if silent:
                return None
            abort(415, "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.")
        try:
            return json_texts.loads(self._now().data)
        except ValueError:
            if silent:
                return None
            raise BadRequest()


request = Proxy()
