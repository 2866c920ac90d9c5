"""Pools of processes that run what they are given at once, one after the other."""

import os


def cpu_count():
    return os.cpu_count()


class AsyncResult:
    def __init__(self):
        self._value = None
        self._error = None

    def get(self, timeout=None):
        if self._error is not None:
            raise self._error
        return self._value

    def wait(self, timeout=None):
        pass

    def ready(self):
        return True

    def successful(self):
        return self._error is None


class Pool:
    def __init__(self, processes=None):
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        self._open = True

    def _check(self):
        if not self._open:
            raise ValueError("Pool not running")

    def map(self, function, items, chunksize=None):
        self._check()
        return [function(item) for item in items]

    def imap(self, function, items, chunksize=1):
        self._check()
        return iter([function(item) for item in items])

    def imap_unordered(self, function, items, chunksize=1):
        self._check()
        return iter([function(item) for item in items])

    def starmap(self, function, rows, chunksize=None):
        self._check()
        return [function(*row) for row in rows]

    def apply(self, function, args=()):
        self._check()
        return function(*args)

    def apply_async(self, function, args=()):
        self._check()
        result = AsyncResult()
        try:
            result._value = function(*args)
        except Exception as error:
            result._error = error
        return result

    def map_async(self, function, items, chunksize=None):
        self._check()
        result = AsyncResult()
        try:
            result._value = [function(item) for item in items]
        except Exception as error:
            result._error = error
        return result

    def close(self):
        self._open = False

    def terminate(self):
        self._open = False

    def join(self):
        if self._open:
            raise ValueError("Pool is still running")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self._open = False
        return False


class ThreadPool(Pool):
    pass
