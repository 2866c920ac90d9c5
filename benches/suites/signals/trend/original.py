"""Does a series drop: the slope of its line of least squares, against its level."""

import random
import sys


def slope_of(values: list[float]) -> float:
    n = len(values)
    mean_x = (n - 1) / 2
    mean_y = sum(values) / n
    above = sum((x - mean_x) * (y - mean_y) for x, y in enumerate(values))
    below = sum((x - mean_x) ** 2 for x in range(n))
    return above / below


def drop_of(values: list[float], window: int) -> float:
    """The steepest drop a step of any window, as a share of the window's mean."""
    worst = 0.0
    for start in range(len(values) - window + 1):
        part = values[start : start + window]
        mean = sum(part) / window
        if mean > 0:
            worst = min(worst, slope_of(part) / mean)
    return -worst


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    generator = random.Random(32)
    series = [[100 - 0.2 * t + generator.gauss(0, 2) for t in range(60)] for _ in range(8)]
    found = 0
    for number in range(rounds):
        if drop_of(series[number % len(series)], 12) > 0.006:
            found += 1
    for values in series:
        print(f"slope {slope_of(values):.6f} drop {drop_of(values, 12):.6f}")
    print(f"{found} of {rounds}")


if __name__ == "__main__":
    main()
