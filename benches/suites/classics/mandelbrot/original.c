/* Escape times of the Mandelbrot set on an n x n grid. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 100, WIDEST = 64 };

static const char shades[] = " .:-=+*#%@";

/* Rounds until the orbit of c leaves the circle of radius 2. */
static int escape_time(double cr, double ci)
{
    double zr = 0, zi = 0;
    for (int step = 0; step < LIMIT; step++) {
        double square_r = zr * zr, square_i = zi * zi;
        if (square_r + square_i > 4.0)
            return step;
        zi = 2.0 * zr * zi + ci;
        zr = square_r - square_i + cr;
    }
    return LIMIT;
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 24;
    long total = 0;
    char line[WIDEST + 1];

    for (int row = 0; row < n; row++) {
        double ci = 2.4 * row / n - 1.2;
        for (int column = 0; column < n; column++) {
            int steps = escape_time(3.0 * column / n - 2.1, ci);
            total += steps;
            if (n <= WIDEST)
                line[column] = shades[steps * ((int)strlen(shades) - 1) / LIMIT];
        }
        if (n <= WIDEST) {
            int end = n;
            while (end > 0 && line[end - 1] == ' ')
                end--;
            line[end] = '\0';
            puts(line);
        }
    }
    printf("total %ld\n", total);
    return 0;
}
