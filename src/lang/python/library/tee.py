"""`itertools.tee`: several iterators over the items of one, each of which is asked for once."""

from collections import deque


def branch(source, queues, own):
    while True:
        if not own:
            try:
                item = next(source)
            except StopIteration:
                return
            for queue in queues:
                queue.append(item)
        yield own.popleft()


def tee(iterable, n=2):
    source = iter(iterable)
    queues = [deque() for _ in range(n)]
    return tuple([branch(source, queues, own) for own in queues])
