"""Threads that run when they are started, to their end: programs whose threads wait for each other are refused."""

import sys


class Lock:
    def __init__(self):
        self.held = False

    def acquire(self, blocking=True, timeout=-1):
        self.held = True
        return True

    def release(self):
        self.held = False

    def locked(self):
        return self.held

    def __enter__(self):
        self.held = True
        return True

    def __exit__(self, kind, value, traceback):
        self.held = False


class RLock(Lock):
    pass


class Thread:
    count = 0

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, daemon=None):
        Thread.count += 1
        self.target = target
        self.name = "Thread-" + str(Thread.count) if name is None else name
        self.daemon = False if daemon is None else daemon
        self.alive = False

    def run(self):
        if self.target is not None:
            self.target()

    def start(self):
        self.alive = True
        try:
            self.run()
        except Exception as error:
            sys.stderr.write("Exception in thread " + self.name + ": " + repr(error) + "\n")
        self.alive = False

    def join(self, timeout=None):
        pass

    def is_alive(self):
        return self.alive

    def getName(self):
        return self.name

    def setDaemon(self, daemon):
        self.daemon = daemon
