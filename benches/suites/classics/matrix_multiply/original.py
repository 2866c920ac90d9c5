"""The product of two square matrices, as lists of rows."""

import sys


def make(n, seed):
    """A matrix of small fractions from a linear congruential generator."""
    rows = []
    state = seed
    for _ in range(n):
        row = []
        for _ in range(n):
            state = (state * 1103515245 + 12345) % 2147483648
            row.append(state % 1000 / 1000)
        rows.append(row)
    return rows


def multiply(a, b):
    n = len(a)
    product = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for k in range(n):
            factor = a[i][k]
            for j in range(n):
                product[i][j] += factor * b[k][j]
    return product


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    product = multiply(make(n, 42), make(n, 7))
    trace = sum(product[i][i] for i in range(n))
    total = sum(sum(row) for row in product)
    print(f"trace {trace:.6f} sum {total:.6f}")


if __name__ == "__main__":
    main()
