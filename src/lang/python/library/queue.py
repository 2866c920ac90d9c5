"""Queues, at which threads wait."""

import _threads
import heapq
import time
from collections import deque


class Empty(Exception):
    pass


class Full(Exception):
    pass


class ShutDown(Exception):
    pass


class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._make()
        self.unfinished_tasks = 0
        self.getters = _threads.Waiters()
        self.putters = _threads.Waiters()
        self.joiners = _threads.Waiters()
        self.closed = False

    def _make(self):
        self.queue = deque()

    def qsize(self):
        return len(self.queue)

    def empty(self):
        return not self.queue

    def full(self):
        return 0 < self.maxsize <= len(self.queue)

    def _keep(self, item):
        self.queue.append(item)

    def _take(self):
        return self.queue.popleft()

    def put(self, item, block=True, timeout=None):
        if block and timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self.full():
            deadline = None if timeout is None else time.monotonic() + timeout
            while self.full() and not self.closed:
                if not block or not self.putters.wait(None if deadline is None else max(0.0, deadline - time.monotonic())):
                    raise Full
        if self.closed:
            raise ShutDown
        self._keep(item)
        self.unfinished_tasks += 1
        self.getters.wake()

    def put_nowait(self, item):
        self.put(item, False)

    def get(self, block=True, timeout=None):
        if block and timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not self.queue:
            deadline = None if timeout is None else time.monotonic() + timeout
            while not self.queue:
                if self.closed:
                    raise ShutDown
                if not block or not self.getters.wait(None if deadline is None else max(0.0, deadline - time.monotonic())):
                    raise Empty
        item = self._take()
        self.putters.wake()
        return item

    def get_nowait(self):
        return self.get(False)

    def task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1
        if self.unfinished_tasks == 0:
            while self.joiners.wake():
                pass

    def join(self):
        while self.unfinished_tasks > 0:
            self.joiners.wait(None)

    def shutdown(self, immediate=False):
        self.closed = True
        if immediate:
            self.queue.clear()
            self.unfinished_tasks = 0
        for waiters in (self.getters, self.putters, self.joiners):
            while waiters.wake():
                pass


class LifoQueue(Queue):
    def _make(self):
        self.queue = []

    def _take(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    def _make(self):
        self.queue = []

    def _keep(self, item):
        heapq.heappush(self.queue, item)

    def _take(self):
        return heapq.heappop(self.queue)


class SimpleQueue(Queue):
    pass
