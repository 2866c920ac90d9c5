"""Executors: of threads, and of processes that are run at once, one after the other."""

import _threads
import threading
import time
from asyncio import TimeoutError
from collections import deque

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


class CancelledError(Exception):
    pass


class BrokenExecutor(RuntimeError):
    pass


class InvalidStateError(Exception):
    pass


class Future:
    ended = 0

    def __init__(self):
        self._value = None
        self._error = None
        self._state = "pending"
        self._place = 0
        self._waiters = _threads.Waiters()
        self._callbacks = []

    def _end(self, state):
        self._state = state
        Future.ended += 1
        self._place = Future.ended
        while self._waiters.wake():
            pass
        for callback in self._callbacks:
            callback(self)

    def _wait(self, timeout):
        if not self.done() and not self._waiters.wait(None if timeout is None else max(0.0, timeout + 0.0)):
            raise TimeoutError

    def result(self, timeout=None):
        self._wait(timeout)
        if self._state == "cancelled":
            raise CancelledError
        if self._error is not None:
            raise self._error
        return self._value

    def exception(self, timeout=None):
        self._wait(timeout)
        if self._state == "cancelled":
            raise CancelledError
        return self._error

    def set_result(self, value):
        self._value = value
        self._end("finished")

    def done(self):
        return self._state == "finished" or self._state == "cancelled"

    def running(self):
        return self._state == "running"

    def cancel(self):
        if self._state == "pending":
            self._end("cancelled")
        return self._state == "cancelled"

    def cancelled(self):
        return self._state == "cancelled"

    def add_done_callback(self, function):
        if self.done():
            function(self)
        else:
            self._callbacks.append(function)


def results_of(futures):
    for future in futures:
        yield future.result()


class ThreadPoolExecutor:
    made = 0

    def __init__(self, max_workers=None, thread_name_prefix=""):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        self._closed = False
        self._most = 32 if max_workers is None else max_workers
        self._name = thread_name_prefix
        if not thread_name_prefix:
            self._name = "ThreadPoolExecutor-" + str(ThreadPoolExecutor.made)
            ThreadPoolExecutor.made += 1
        self._work = deque()
        self._pending = []
        self._threads = []
        self._idle = 0
        self._waiters = _threads.Waiters()

    def _serve(self):
        while True:
            if self._work:
                self._work.popleft()()
            elif self._closed:
                return
            else:
                self._idle += 1
                self._waiters.wait(None)

    def submit(self, function, *args, **named):
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()

        def work():
            if future._state == "cancelled":
                return
            future._state = "running"
            try:
                future._value = function(*args, **named)
            except BaseException as error:
                future._error = error
            future._end("finished")

        self._work.append(work)
        self._pending.append(future)
        if self._idle > 0:
            self._idle -= 1
            self._waiters.wake()
        elif len(self._threads) < self._most:
            thread = threading.Thread(target=self._serve, name=self._name + "_" + str(len(self._threads)))
            self._threads.append(thread)
            thread.start()
        return future

    def map(self, function, first, second=None, timeout=None, chunksize=1):
        if second is None:
            return results_of([self.submit(function, item) for item in first])
        return results_of([self.submit(function, item, other) for item, other in zip(first, second)])

    def shutdown(self, wait=True, cancel_futures=False):
        self._closed = True
        if cancel_futures:
            for future in self._pending:
                future.cancel()
        while self._waiters.wake():
            pass
        if wait:
            for thread in self._threads:
                thread.join()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.shutdown()
        return False


class ProcessPoolExecutor:
    def __init__(self, max_workers=None):
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
        future._end("finished")
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


def as_completed(futures, timeout=None):
    deadline = None if timeout is None else time.monotonic() + timeout
    left = list(futures)
    for future in sorted((each for each in left if each.done()), key=lambda each: each._place):
        yield future
    left = [each for each in left if not each.done()]
    while left:
        waiters = _threads.Waiters()
        for each in left:
            each._callbacks.append(lambda _: waiters.wake())
        if not waiters.wait(None if deadline is None else max(0.0, deadline - time.monotonic())):
            raise TimeoutError(str(len(left)) + " (of " + str(len(left)) + ") futures unfinished")
        for future in sorted((each for each in left if each.done()), key=lambda each: each._place):
            yield future
        left = [each for each in left if not each.done()]


def wait(fs, timeout=None, return_when="ALL_COMPLETED"):
    deadline = None if timeout is None else time.monotonic() + timeout
    left = list(fs)
    while True:
        done = [each for each in left if each.done()]
        failed = any(each._error is not None for each in done)
        if len(done) == len(left) or (done and return_when == FIRST_COMPLETED) or (failed and return_when == FIRST_EXCEPTION):
            break
        waiters = _threads.Waiters()
        for each in left:
            if not each.done():
                each._callbacks.append(lambda _: waiters.wake())
        if not waiters.wait(None if deadline is None else max(0.0, deadline - time.monotonic())):
            break
    return {each for each in left if each.done()}, {each for each in left if not each.done()}
