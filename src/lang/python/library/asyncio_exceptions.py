"""What reading from a connection raises."""


class IncompleteReadError(EOFError):
    def __init__(self, partial, expected):
        super().__init__(f"{len(partial)} bytes read on a total of {'undefined' if expected is None else expected} expected bytes")
        self.partial = partial
        self.expected = expected


class LimitOverrunError(Exception):
    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed
