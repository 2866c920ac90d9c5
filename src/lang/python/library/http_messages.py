"""Headers of HTTP, as `email.message` has them."""


class HTTPException(Exception):
    pass


class LineTooLong(HTTPException):
    def __init__(self, line_type):
        super().__init__("got more than 65536 bytes when reading " + line_type)


class Message:
    """Headers in their order; their names are found in any case."""

    def __init__(self):
        self._headers = []
        self._places = {}

    def _keep(self, name, value):
        self._places.setdefault(name.lower(), len(self._headers))
        self._headers.append((name, value))

    def get(self, name, failobj=None):
        place = self._places.get(name.lower())
        return failobj if place is None else self._headers[place][1]

    def __getitem__(self, name):
        place = self._places.get(name.lower())
        return None if place is None else self._headers[place][1]

    def __contains__(self, name):
        return name.lower() in self._places

    def __len__(self):
        return len(self._headers)

    def __iter__(self):
        return iter(self.keys())

    def __setitem__(self, name, value):
        self._keep(name, value)

    def get_all(self, name, failobj=None):
        found = [value for key, value in self._headers if key.lower() == name.lower()]
        return found or failobj

    def keys(self):
        return [name for name, _ in self._headers]

    def values(self):
        return [value for _, value in self._headers]

    def items(self):
        return list(self._headers)

    def get_content_type(self):
        value = self.get("content-type")
        if value is None:
            return "text/plain"
        kind = value.split(";")[0].strip().lower()
        return kind if kind.count("/") == 1 else "text/plain"

    def get_content_charset(self, failobj=None):
        return self.get_param("charset", failobj)

    def get_param(self, param, failobj=None):
        for part in (self.get("content-type") or "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == param:
                return value.strip().strip('"').lower()
        return failobj

    def __str__(self):
        return "".join([f"{name}: {value}\n" for name, value in self._headers]) + "\n"

    def as_string(self):
        return str(self)


def parse_headers(reader):
    """The headers up to the empty line."""
    message = Message()
    count = 0
    kept = None
    while True:
        line = reader.readline(65537)
        if len(line) > 65536:
            raise LineTooLong("header line")
        count += 1
        if count > 101:
            raise HTTPException("got more than 100 headers")
        if line in (b"\r\n", b"\n", b""):
            break
        text = line.decode("iso-8859-1")
        if text[0] in " \t" and kept is not None:
            kept = (kept[0], kept[1] + text.rstrip("\r\n"))
            continue
        if kept is not None:
            message._keep(kept[0], kept[1])
        name, colon, value = text.partition(":")
        kept = (name, value.strip(" \t\r\n")) if colon else None
    if kept is not None:
        message._keep(kept[0], kept[1])
    return message
