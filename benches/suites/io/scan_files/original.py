"""Looks for a word in all files of a folder."""

import os

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
    files, matching, lines = scan("texts", "fjord haven")
    print(f"{files} files, {matching} with the words, {lines} lines")


if __name__ == "__main__":
    main()
