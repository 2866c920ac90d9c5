"""Tasks that belong together, and times that end what is waited for."""

import asyncio


class TaskGroup:
    def __init__(self):
        self.group = None

    async def __aenter__(self):
        self.group = asyncio.Group()
        return self

    def create_task(self, coro, name=None):
        made = self.group.create_task(coro)
        if name is not None:
            made.set_name(name)
        return made

    async def __aexit__(self, kind, value, traceback):
        if value is not None:
            self.group.stop()
        group = self.group
        await group.join()
        count = group.failures()
        if value is not None and not isinstance(value, asyncio.CancelledError):
            count += 1
        if count > 0:
            raise ExceptionGroup(f"unhandled errors in a TaskGroup ({count} sub-exception{'' if count == 1 else 's'})")
        return False


class ExceptionGroup(Exception):
    pass


class Timeout:
    def __init__(self, delay):
        self.delay = delay
        self.deadline = None

    async def __aenter__(self):
        self.deadline = asyncio.deadline(None if self.delay is None else float(self.delay))
        return self

    async def __aexit__(self, kind, value, traceback):
        if self.deadline.end() and isinstance(value, asyncio.CancelledError):
            raise TimeoutError
        return False

    def expired(self):
        return self.deadline.passed()


def timeout(delay):
    return Timeout(delay)
