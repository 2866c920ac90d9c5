"""Spectral norm of an infinite matrix, by the power method on its N x N corner."""

import sys
from math import sqrt


def element(i, j):
    """The entry of the matrix in row i, column j."""
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def multiply(v):
    result = []
    for i in range(len(v)):
        total = 0.0
        for j in range(len(v)):
            total += element(i, j) * v[j]
        result.append(total)
    return result


def multiply_transposed(v):
    return [sum(element(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    u = [1.0] * n
    v = u
    for _ in range(10):
        v = multiply_transposed(multiply(u))
        u = multiply_transposed(multiply(v))
    uv = vv = 0.0
    for a, b in zip(u, v):
        uv += a * b
        vv += b * b
    print("%.9f" % sqrt(uv / vv))


if __name__ == "__main__":
    main()
