"""Escape times of the Mandelbrot set on an n x n grid."""

import sys

LIMIT = 100
SHADES = " .:-=+*#%@"


def escape_time(cr, ci):
    """Rounds until the orbit of c leaves the circle of radius 2."""
    zr = zi = 0.0
    for step in range(LIMIT):
        square_r = zr * zr
        square_i = zi * zi
        if square_r + square_i > 4.0:
            return step
        zi = 2.0 * zr * zi + ci
        zr = square_r - square_i + cr
    return LIMIT


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    total = 0
    for row in range(n):
        ci = 2.4 * row / n - 1.2
        line = []
        for column in range(n):
            steps = escape_time(3.0 * column / n - 2.1, ci)
            total += steps
            line.append(SHADES[steps * (len(SHADES) - 1) // LIMIT])
        if n <= 64:
            print("".join(line).rstrip())
    print("total", total)


if __name__ == "__main__":
    main()
