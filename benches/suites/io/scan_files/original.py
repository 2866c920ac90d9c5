"""Looks for a word in all files of a folder."""

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


def scan(folder: str, word: str) -> tuple[int, int, int]:
    """How many files there are, how many have the word, and on how many lines."""
    files = matching = lines = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            files += 1
            found = 0
            with open(os.path.join(parent, name)) as file:
                for line in file:
                    if word in line:
                        found += 1
            if found:
                matching += 1
                lines += found
    return files, matching, lines


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    write_files("texts", count)
    files, matching, lines = scan("texts", "fjord haven")
    print(f"{files} files, {matching} with the words, {lines} lines")


if __name__ == "__main__":
    main()
