"""What lies behind an URL of HTTP."""

from http.client import HTTPConnection
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit


class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url
        self.data = data
        self.method = method
        self.headers = {}
        for name, value in headers.items():
            self.add_header(name, value)
        parts = urlsplit(url)
        self.type = parts.scheme
        self.host = parts.netloc
        self.selector = (parts.path or "/") + ("?" + parts.query if parts.query else "")

    def add_header(self, key, val):
        self.headers[key.capitalize()] = f"{val}"

    def has_header(self, header_name):
        return header_name in self.headers

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, default)

    def header_items(self):
        return list(self.headers.items())

    def get_method(self):
        if self.method is not None:
            return self.method
        return "GET" if self.data is None else "POST"

    def get_full_url(self):
        return self.full_url


def urlopen(url, data=None, timeout=None):
    request = Request(url, data) if isinstance(url, str) else url
    if data is not None:
        request.data = data
    for _ in range(11):
        response = opened(request, timeout)
        if 200 <= response.status < 300:
            return response
        location = response.headers.get("location")
        method = request.get_method()
        follows = response.status in (301, 302, 303, 307, 308) and (
            method in ("GET", "HEAD") or (method == "POST" and response.status in (301, 302, 303))
        )
        if location is None or not follows:
            raise HTTPError(request.full_url, response.status, response.reason, response.headers, response)
        response.read()
        kept = {name: value for name, value in request.headers.items() if name not in ("Content-length", "Content-type")}
        request = Request(urljoin(request.full_url, location), None, kept, method="HEAD" if method == "HEAD" else None)
    raise HTTPError(request.full_url, response.status, response.reason, response.headers, response)


def opened(request, timeout):
    if request.type not in ("http", "https"):
        raise URLError(f"unknown url type: {request.type}" if request.type else "no host given")
    if request.type == "https":
        raise URLError("unknown url type: https")
    connection = HTTPConnection(request.host, timeout=timeout)
    headers = {}
    data = request.data
    if data is not None:
        if "Content-type" not in request.headers:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if "Content-length" not in request.headers:
            headers["Content-Length"] = str(len(data))
    if "Host" not in request.headers:
        headers["Host"] = request.host
    if "User-agent" not in request.headers:
        headers["User-Agent"] = "Python-urllib/3.11"
    for name, value in request.headers.items():
        headers[name.title()] = value
    headers["Connection"] = "close"
    try:
        connection.request(request.get_method(), request.selector, data, headers)
        response = connection.getresponse()
    except OSError as error:
        connection.close()
        raise URLError(error)
    response.url = request.full_url
    return response
