"""Writes measurements.txt: so many lines of ten numbers."""

import random
import sys

generator = random.Random(41)
with open("measurements.txt", "w") as file:
    for _ in range(int(sys.argv[1])):
        file.write(" ".join(f"{generator.uniform(-1000, 1000):.3f}" for _ in range(10)) + "\n")
