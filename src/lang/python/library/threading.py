"""Threads, and what they wait for each other with: built on lists of those who wait."""

import _threads
import sys
import time
import traceback


class BrokenBarrierError(RuntimeError):
    pass


def deadline_of(timeout):
    """When a wait of some seconds ends; a timeout that is negative is none."""
    return None if timeout is None or timeout < 0 else time.monotonic() + timeout


def seconds_of(timeout):
    return None if timeout is None else max(0.0, timeout + 0.0)


def left_until(deadline):
    return None if deadline is None else max(0.0, deadline - time.monotonic())


class Lock:
    def __init__(self):
        self.owner = -1
        self.waiters = _threads.Waiters()

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout >= 0:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if self.owner >= 0:
            if not blocking:
                return False
            deadline = deadline_of(timeout)
            # Who comes meanwhile may have it first.
            while self.owner >= 0:
                if not self.waiters.wait(left_until(deadline)):
                    return False
        self.owner = _threads.number()
        return True

    def release(self):
        if self.owner < 0:
            raise RuntimeError("release unlocked lock")
        self.owner = -1
        self.waiters.wake()

    def locked(self):
        return self.owner >= 0

    def is_held(self):
        return self.owner >= 0

    def release_all(self):
        self.release()
        return 1

    def acquire_all(self, count):
        self.acquire()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, value, trace):
        self.release()


class RLock:
    def __init__(self):
        self.lock = Lock()
        self.count = 0

    def acquire(self, blocking=True, timeout=-1):
        if not self.is_held() and not self.lock.acquire(blocking, timeout):
            return False
        self.count += 1
        return True

    def release(self):
        if not self.is_held():
            raise RuntimeError("cannot release un-acquired lock")
        self.count -= 1
        if self.count == 0:
            self.lock.release()

    def is_held(self):
        return self.lock.owner == _threads.number()

    def release_all(self):
        count = self.count
        self.count = 0
        self.lock.release()
        return count

    def acquire_all(self, count):
        self.lock.acquire()
        self.count = count

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, value, trace):
        self.release()


class Condition:
    def __init__(self, lock=None):
        self.lock = RLock() if lock is None else lock
        self.waiters = _threads.Waiters()

    def acquire(self, blocking=True, timeout=-1):
        return self.lock.acquire(blocking, timeout)

    def release(self):
        self.lock.release()

    def wait(self, timeout=None):
        if not self.lock.is_held():
            raise RuntimeError("cannot wait on un-acquired lock")
        count = self.lock.release_all()
        try:
            return self.waiters.wait(seconds_of(timeout))
        finally:
            self.lock.acquire_all(count)

    def wait_for(self, predicate, timeout=None):
        deadline = deadline_of(timeout)
        result = predicate()
        while not result:
            left = left_until(deadline)
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.lock.is_held():
            raise RuntimeError("cannot notify on un-acquired lock")
        while n > 0 and self.waiters.wake():
            n -= 1

    def notify_all(self):
        self.notify(self.waiters.count())

    def __enter__(self):
        return self.lock.acquire()

    def __exit__(self, kind, value, trace):
        self.lock.release()


class Event:
    def __init__(self):
        self.value = False
        self.waiters = _threads.Waiters()

    def is_set(self):
        return self.value

    def set(self):
        self.value = True
        while self.waiters.wake():
            pass

    def clear(self):
        self.value = False

    def wait(self, timeout=None):
        if not self.value:
            return self.waiters.wait(seconds_of(timeout))
        return True


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self.value = value
        self.waiters = _threads.Waiters()

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        if self.value == 0:
            if not blocking:
                return False
            deadline = deadline_of(timeout)
            while self.value == 0:
                if not self.waiters.wait(left_until(deadline)):
                    return False
        self.value -= 1
        return True

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        self.value += n
        while n > 0 and self.waiters.wake():
            n -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, value, trace):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self.bound = value

    def release(self, n=1):
        if self.value + n > self.bound:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        self.parties = parties
        self.action = action
        self.timeout = timeout
        self.arrived = 0
        self.broken = False
        self.waiters = _threads.Waiters()

    @property
    def n_waiting(self):
        return self.arrived

    def wait(self, timeout=None):
        if self.broken:
            raise BrokenBarrierError
        place = self.arrived
        self.arrived += 1
        if self.arrived == self.parties:
            if self.action is not None:
                self.action()
            self.arrived = 0
            while self.waiters.wake():
                pass
        else:
            woken = self.waiters.wait(seconds_of(self.timeout) if timeout is None else seconds_of(timeout))
            if not woken:
                self.abort()
            if self.broken:
                raise BrokenBarrierError
        return place

    def reset(self):
        self.arrived = 0
        self.broken = False

    def abort(self):
        self.broken = True
        self.arrived = 0
        while self.waiters.wake():
            pass


class Thread:
    count = 0

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, target_name=""):
        self.target = target
        if name is None:
            Thread.count += 1
            self.name = "Thread-" + str(Thread.count) + target_name
        else:
            self.name = name
        self.daemon = False if daemon is None else daemon
        self.started = False
        self.alive = False
        self.ident = None
        self.joiners = _threads.Waiters()

    def run(self):
        if self.target is not None:
            self.target()

    def start(self):
        if self.started:
            raise RuntimeError("threads can only be started once")
        self.started = True
        self.alive = True
        _threads.spawn(self.bootstrap, self.daemon)

    def bootstrap(self):
        number = _threads.number()
        self.ident = number
        active[number] = self
        try:
            self.run()
        except SystemExit:
            pass
        except BaseException as error:
            sys.stderr.write("Exception in thread " + self.name + ":\n")
            traceback.print_exception(error)
        del active[number]
        self.alive = False
        while self.joiners.wake():
            pass

    def join(self, timeout=None):
        if not self.started:
            raise RuntimeError("cannot join thread before it is started")
        if self.ident == _threads.number():
            raise RuntimeError("cannot join current thread")
        if self.alive:
            self.joiners.wait(seconds_of(timeout))

    def is_alive(self):
        return self.alive

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemon):
        self.daemon = daemon

    def __repr__(self):
        state = "started" if self.alive else "stopped" if self.started else "initial"
        if self.daemon:
            state += " daemon"
        return "<" + type(self).__name__ + "(" + self.name + ", " + state + ("" if self.ident is None else " " + str(self.ident)) + ")>"


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None, target_name=""):
        super().__init__(target=function, target_name=target_name)
        self.interval = interval
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set() and self.target is not None:
            self.target()
        self.finished.set()


active = {0: Thread(name="MainThread")}
main = active[0]
main.started = True
main.alive = True
main.ident = 0


def current_thread():
    return active[_threads.number()]


def main_thread():
    return main


def get_ident():
    return _threads.number()


def get_native_id():
    return _threads.number()


def active_count():
    return len(active)


def enumerate():
    return list(active.values())
