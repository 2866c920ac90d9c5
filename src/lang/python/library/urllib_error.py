"""What `urllib.request` raises."""


class URLError(OSError):
    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError):
    def __init__(self, url, code, msg, hdrs, fp):
        super().__init__(msg)
        self.url = url
        self.filename = url
        self.code = code
        self.status = code
        self.msg = msg
        self.headers = hdrs
        self.hdrs = hdrs
        self.fp = fp

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"

    def read(self, amt=-1):
        return self.fp.read(amt)

    def info(self):
        return self.headers

    def getcode(self):
        return self.code

    def geturl(self):
        return self.url

    def close(self):
        self.fp.close()
