"""Functions that run when the program ends, the last one first."""

import os


def register(func, *args, **kwargs):
    def at_exit():
        func(*args, **kwargs)

    os.at_exit(at_exit)
    return func
