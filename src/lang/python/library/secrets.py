"""Numbers that no one can foresee, so that only their ranges matter."""

import random

source = random.Random()


def randbelow(bound):
    return source.randrange(bound)


def randbits(count):
    return source.getrandbits(count)


def choice(items):
    return items[source.randrange(len(items))]


def token_hex(nbytes=32):
    return "".join(["0123456789abcdef"[source.randrange(16)] for _ in range(2 * nbytes)])


def compare_digest(a, b):
    return a == b
