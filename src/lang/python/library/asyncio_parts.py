"""What asyncio has for tasks that wait for each other, built on lists of those who wait."""

import asyncio
from collections import deque
import heapq


class Event:
    def __init__(self):
        self.value = False
        self.waiters = asyncio.Waiters()

    def is_set(self):
        return self.value

    def set(self):
        if not self.value:
            self.value = True
            self.waiters.wake_all()

    def clear(self):
        self.value = False

    async def wait(self):
        while not self.value:
            await self.waiters.wait()
        return True


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self.value = value
        self.waiters = asyncio.Waiters()

    def locked(self):
        return self.value == 0 or self.waiters.count() > 0

    async def acquire(self):
        if not self.locked():
            self.value -= 1
        else:
            await self.waiters.wait()
        return True

    def release(self):
        # Whoever has waited longest has it: nobody who comes meanwhile.
        if not self.waiters.wake():
            self.value += 1

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, kind, value, traceback):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self.bound = value

    def release(self):
        if self.value >= self.bound:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class Lock:
    def __init__(self):
        self.held = False
        self.waiters = asyncio.Waiters()

    def locked(self):
        return self.held

    async def acquire(self):
        if self.held or self.waiters.count() > 0:
            await self.waiters.wait()
        self.held = True
        return True

    def release(self):
        if not self.held:
            raise RuntimeError("Lock is not acquired.")
        self.held = False
        self.waiters.wake()

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, kind, value, traceback):
        self.release()


class Condition:
    def __init__(self, lock=None):
        self.lock = Lock() if lock is None else lock
        self.waiters = asyncio.Waiters()

    def locked(self):
        return self.lock.locked()

    async def acquire(self):
        return await self.lock.acquire()

    def release(self):
        self.lock.release()

    async def wait(self):
        self.lock.release()
        try:
            await self.waiters.wait()
        finally:
            await self.lock.acquire()
        return True

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        for _ in range(n):
            self.waiters.wake()

    def notify_all(self):
        self.waiters.wake_all()

    async def __aenter__(self):
        await self.lock.acquire()

    async def __aexit__(self, kind, value, traceback):
        self.lock.release()


class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.items = deque()
        self.unfinished = 0
        self.getters = asyncio.Waiters()
        self.putters = asyncio.Waiters()
        self.finished = asyncio.Waiters()

    def qsize(self):
        return len(self.items)

    def keep(self, item):
        self.items.append(item)

    def take(self):
        return self.items.popleft()

    def empty(self):
        return self.qsize() == 0

    def full(self):
        return self.maxsize > 0 and self.qsize() >= self.maxsize

    async def put(self, item):
        while self.full():
            await self.putters.wait()
        self.put_nowait(item)

    def put_nowait(self, item):
        if self.full():
            raise asyncio.QueueFull()
        self.keep(item)
        self.unfinished += 1
        self.getters.wake()

    async def get(self):
        while self.empty():
            await self.getters.wait()
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            raise asyncio.QueueEmpty()
        item = self.take()
        self.putters.wake()
        return item

    def task_done(self):
        if self.unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished -= 1
        if self.unfinished == 0:
            self.finished.wake_all()

    async def join(self):
        while self.unfinished > 0:
            await self.finished.wait()


class LifoQueue(Queue):
    def take(self):
        return self.items.pop()


class PriorityQueue(Queue):
    def __init__(self, maxsize=0):
        super().__init__(maxsize)
        self.heap = []

    def qsize(self):
        return len(self.heap)

    def keep(self, item):
        heapq.heappush(self.heap, item)

    def take(self):
        return heapq.heappop(self.heap)


async def to_thread(function, *args):
    await asyncio.sleep(0)
    return function(*args)
