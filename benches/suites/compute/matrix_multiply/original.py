"""The product of two square matrices of random numbers."""

import random
import sys


def random_matrix(size: int, generator: random.Random) -> list[list[float]]:
    return [[generator.random() for _ in range(size)] for _ in range(size)]


def transpose(matrix: list[list[float]]) -> list[list[float]]:
    return [list(column) for column in zip(*matrix)]


def multiply(left: list[list[float]], right: list[list[float]]) -> list[list[float]]:
    """Rows of the left times columns of the right."""
    columns = transpose(right)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in left]


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    generator = random.Random(2024)
    left = random_matrix(size, generator)
    right = random_matrix(size, generator)
    product = multiply(left, right)
    trace = sum(product[i][i] for i in range(size))
    largest = max(max(row) for row in product)
    print(f"size {size} trace {trace:.6f} largest {largest:.6f}")


if __name__ == "__main__":
    main()
