"""The discrete Fourier transform of a noisy signal."""

import sys

import numpy as np


def signal(n: int) -> np.ndarray:
    """Two tones and some noise."""
    # Seeded by a list, this is the generator of the module random.
    generator = np.random.RandomState([7])
    turn = 2 * np.pi * np.arange(n) / n
    noise = -0.1 + 0.2 * generator.random_sample(n)
    return np.sin(50 * turn) + 0.5 * np.sin(120 * turn) + noise


def main() -> None:
    n = 1 << (int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    spectrum = np.abs(np.fft.fft(signal(n))) / n
    peaks = np.argpartition(spectrum[1 : n // 2], -2)[-2:] + 1
    for k in sorted(peaks.tolist()):
        print(f"peak at {k}: {spectrum[k]:.6f}")
    print(f"energy {(spectrum * spectrum).sum():.9f}")


if __name__ == "__main__":
    main()
