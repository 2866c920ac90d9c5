"""The parts of an URL, and text within it."""

from collections import namedtuple

_ALWAYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"
_HEX = "0123456789ABCDEF"
_NETLOC = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews", "prospero", "rtsp", "rtspu", "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss"]
_SCHEME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."


def _host(netloc):
    _, _, info = netloc.rpartition("@")
    if info.startswith("["):
        name, _, rest = info[1:].partition("]")
        return name, rest.partition(":")[2]
    name, _, port = info.partition(":")
    return name, port


def _user(netloc):
    info, at, _ = netloc.rpartition("@")
    name, colon, password = info.partition(":")
    return (name if at else None), (password if colon else None)


def _port(netloc):
    port = _host(netloc)[1]
    if not port:
        return None
    if not (port.isdigit() and port.isascii()):
        raise ValueError(f"Port could not be cast to integer value as {port!r}")
    number = int(port)
    if number > 65535:
        raise ValueError("Port out of range 0-65535")
    return number


class SplitResult(namedtuple("SplitResult", "scheme netloc path query fragment")):
    def geturl(self):
        return _together(self.scheme, self.netloc, self.path, self.query, self.fragment)

    @property
    def hostname(self):
        return _host(self.netloc)[0].lower() or None

    @property
    def port(self):
        return _port(self.netloc)

    @property
    def username(self):
        return _user(self.netloc)[0]

    @property
    def password(self):
        return _user(self.netloc)[1]


class ParseResult(namedtuple("ParseResult", "scheme netloc path params query fragment")):
    def geturl(self):
        path = self.path + ";" + self.params if self.params else self.path
        return _together(self.scheme, self.netloc, path, self.query, self.fragment)

    @property
    def hostname(self):
        return _host(self.netloc)[0].lower() or None

    @property
    def port(self):
        return _port(self.netloc)

    @property
    def username(self):
        return _user(self.netloc)[0]

    @property
    def password(self):
        return _user(self.netloc)[1]


def quote(string, safe="/"):
    out = []
    for byte in string.encode():
        c = chr(byte)
        if byte < 128 and (c in _ALWAYS or c in safe):
            out.append(c)
        else:
            out.append("%" + _HEX[byte // 16] + _HEX[byte % 16])
    return "".join(out)


def quote_plus(string, safe=""):
    return quote(string, safe + " ").replace(" ", "+")


def _digit(c):
    return "0123456789abcdef".find(c.lower()) if c else -1


def unquote(string):
    out = bytearray()
    i = 0
    while i < len(string):
        c = string[i]
        if c == "%" and i + 2 < len(string) and _digit(string[i + 1]) >= 0 and _digit(string[i + 2]) >= 0:
            out.append(_digit(string[i + 1]) * 16 + _digit(string[i + 2]))
            i += 3
        else:
            out.extend(c.encode())
            i += 1
    return bytes(out).decode("utf-8", "replace")


def unquote_plus(string):
    return unquote(string.replace("+", " "))


def urlencode(query):
    pairs = query.items() if isinstance(query, dict) else query
    return "&".join([quote_plus(str(k)) + "=" + quote_plus(str(v)) for k, v in pairs])


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False):
    pairs = []
    for part in qs.split("&"):
        if not part and not strict_parsing:
            continue
        if "=" not in part:
            if strict_parsing:
                raise ValueError("bad query field: %r" % (part,))
            if not keep_blank_values:
                continue
        name, _, value = part.partition("=")
        if value or keep_blank_values:
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False):
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing):
        found.setdefault(name, []).append(value)
    return found


def urlsplit(url, scheme="", allow_fragments=True):
    netloc = query = fragment = ""
    at = url.find(":")
    if at > 0 and url[0].isalpha() and all([c in _SCHEME for c in url[:at]]):
        scheme = url[:at].lower()
        url = url[at + 1 :]
    if url.startswith("//"):
        end = len(url)
        for c in "/?#":
            found = url.find(c, 2)
            if found >= 0:
                end = min(end, found)
        netloc = url[2:end]
        url = url[end:]
    if allow_fragments and "#" in url:
        url, _, fragment = url.partition("#")
    if "?" in url:
        url, _, query = url.partition("?")
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme="", allow_fragments=True):
    parts = urlsplit(url, scheme, allow_fragments)
    path = parts.path
    params = ""
    last = path.rfind("/") + 1
    at = path.find(";", last)
    if at >= 0:
        params = path[at + 1 :]
        path = path[:at]
    return ParseResult(parts.scheme, parts.netloc, path, params, parts.query, parts.fragment)


def _together(scheme, netloc, url, query, fragment):
    if netloc or (scheme and scheme in _NETLOC and not url.startswith("//") and scheme != ""):
        if url and not url.startswith("/"):
            url = "/" + url
        url = "//" + netloc + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    if fragment:
        url = url + "#" + fragment
    return url


def urlunsplit(components):
    scheme, netloc, url, query, fragment = components
    return _together(scheme, netloc, url, query, fragment)


def urlunparse(components):
    scheme, netloc, url, params, query, fragment = components
    return _together(scheme, netloc, url + ";" + params if params else url, query, fragment)


def urljoin(base, url, allow_fragments=True):
    if not base:
        return url
    if not url:
        return base
    start = urlparse(base, "", allow_fragments)
    end = urlparse(url, start.scheme, allow_fragments)
    if end.scheme != start.scheme or end.scheme not in _NETLOC:
        return url
    if end.netloc:
        return urlunparse(end)
    if not end.path and not end.params:
        return urlunparse((end.scheme, start.netloc, start.path, start.params, end.query or start.query, end.fragment))
    base_parts = start.path.split("/")
    if base_parts[-1] != "":
        base_parts = base_parts[:-1]
    if end.path.startswith("/"):
        segments = end.path.split("/")
    else:
        segments = base_parts + end.path.split("/")
        segments[1:-1] = [each for each in segments[1:-1] if each]
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return urlunparse((end.scheme, start.netloc, "/".join(resolved) or "/", end.params, end.query, end.fragment))
