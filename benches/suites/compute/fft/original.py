"""The discrete Fourier transform of a noisy signal: iterative, radix 2, in place."""

import cmath
import heapq
import math
import random
import sys


def bit_reversed(values: list[complex]) -> list[complex]:
    """The values in the order in which the butterflies want them."""
    n = len(values)
    result = values[:]
    target = 0
    for source in range(1, n):
        bit = n >> 1
        while target & bit:
            target ^= bit
            bit >>= 1
        target |= bit
        if source < target:
            result[source], result[target] = result[target], result[source]
    return result


def fft(values: list[complex]) -> list[complex]:
    n = len(values)
    if n & (n - 1):
        raise ValueError("the length must be a power of two")
    result = bit_reversed(values)
    length = 2
    while length <= n:
        half = length // 2
        factors = [cmath.exp(-2j * math.pi * k / length) for k in range(half)]
        for start in range(0, n, length):
            for k in range(half):
                upper = result[start + k]
                lower = result[start + k + half] * factors[k]
                result[start + k] = upper + lower
                result[start + k + half] = upper - lower
        length *= 2
    return result


def signal(n: int) -> list[complex]:
    """Two tones and some noise."""
    generator = random.Random(7)
    return [
        complex(
            math.sin(2 * math.pi * 50 * t / n)
            + 0.5 * math.sin(2 * math.pi * 120 * t / n)
            + generator.uniform(-0.1, 0.1)
        )
        for t in range(n)
    ]


def main() -> None:
    n = 1 << (int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    spectrum = [abs(value) / n for value in fft(signal(n))]
    peaks = heapq.nlargest(2, range(1, n // 2), key=lambda k: spectrum[k])
    for k in sorted(peaks):
        print(f"peak at {k}: {spectrum[k]:.6f}")
    print(f"energy {sum(value * value for value in spectrum):.9f}")


if __name__ == "__main__":
    main()
