"""Executors that run what they are given at once, one after the other."""


class Future:
    def __init__(self):
        self._value = None
        self._error = None

    def result(self, timeout=None):
        if self._error is not None:
            raise self._error
        return self._value

    def exception(self, timeout=None):
        return self._error

    def done(self):
        return True

    def running(self):
        return False

    def cancel(self):
        return False

    def cancelled(self):
        return False

    def add_done_callback(self, function):
        function(self)


def results_of(futures):
    for future in futures:
        yield future.result()


class Executor:
    def __init__(self, max_workers=None, thread_name_prefix=""):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        self._closed = False

    def submit(self, function, *args, **named):
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()
        try:
            future._value = function(*args, **named)
        except Exception as error:
            future._error = error
        return future

    def map(self, function, first, second=None, timeout=None, chunksize=1):
        if second is None:
            return results_of([self.submit(function, item) for item in first])
        return results_of([self.submit(function, item, other) for item, other in zip(first, second)])

    def shutdown(self, wait=True, cancel_futures=False):
        self._closed = True

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self._closed = True
        return False


class ThreadPoolExecutor(Executor):
    pass


class ProcessPoolExecutor(Executor):
    pass


def as_completed(futures, timeout=None):
    for future in futures:
        yield future
