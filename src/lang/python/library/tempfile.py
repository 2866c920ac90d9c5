"""Files and folders with names of their own."""

import os
import random


def fresh(prefix, suffix, dir):
    letters = "abcdefghijklmnopqrstuvwxyz0123456789_"
    folder = gettempdir() if dir is None else dir
    names = random.Random()
    while True:
        path = os.path.join(folder, prefix + "".join([names.choice(letters) for _ in range(8)]) + suffix)
        if not os.path.exists(path):
            return path


def gettempdir():
    return os.getenv("TMPDIR", "/tmp")


def mkdtemp(suffix="", prefix="tmp", dir=None):
    path = fresh(prefix, suffix, dir)
    os.mkdir(path)
    return path


def remove_tree(path):
    for name in os.listdir(path):
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            remove_tree(inner)
        else:
            os.remove(inner)
    os.rmdir(path)


class TemporaryDirectory:
    def __init__(self, suffix="", prefix="tmp", dir=None):
        self.name = mkdtemp(suffix, prefix, dir)

    def __enter__(self):
        return self.name

    def __exit__(self, kind, value, traceback):
        self.cleanup()

    def cleanup(self):
        if os.path.exists(self.name):
            remove_tree(self.name)
