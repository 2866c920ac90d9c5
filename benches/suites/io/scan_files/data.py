"""Writes so many small files into the folder texts."""

import os
import random
import sys

WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven", "inlet", "jetty"]


def write_files(folder: str, count: int) -> None:
    """Files in subfolders of a hundred each."""
    generator = random.Random(23)
    for number in range(count):
        parent = os.path.join(folder, f"{number // 100:03}")
        os.makedirs(parent, exist_ok=True)
        with open(os.path.join(parent, f"{number:05}.txt"), "w") as file:
            for _ in range(40):
                file.write(" ".join(generator.choices(WORDS, k=8)) + "\n")


write_files("texts", int(sys.argv[1]))
