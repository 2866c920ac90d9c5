"""How long calls take; statements that are constant texts are functions by now."""

import time


def default_timer():
    return time.perf_counter()


def timeit(stmt, setup=None, timer=None, number=1000000):
    if isinstance(stmt, str):
        exec(stmt)
    start = time.perf_counter()
    for _ in range(number):
        stmt()
    return time.perf_counter() - start


def repeat(stmt, setup=None, timer=None, repeat=5, number=1000000):
    return [timeit(stmt, number=number) for _ in range(repeat)]
