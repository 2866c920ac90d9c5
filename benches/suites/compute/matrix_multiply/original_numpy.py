"""The product of two square matrices of random numbers."""

import sys

import numpy as np


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    # Seeded by a list, this is the generator of the module random.
    generator = np.random.RandomState([2024])
    left = generator.random_sample((size, size))
    right = generator.random_sample((size, size))
    product = left @ right
    print(f"size {size} trace {np.trace(product):.6f} largest {product.max():.6f}")


if __name__ == "__main__":
    main()
