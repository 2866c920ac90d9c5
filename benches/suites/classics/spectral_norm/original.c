/* Spectral norm of an infinite matrix, by the power method on its N x N corner. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The entry of the matrix in row i, column j. */
static double element(int i, int j)
{
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

static void multiply(const double *v, double *result, int n)
{
    for (int i = 0; i < n; i++) {
        double total = 0;
        for (int j = 0; j < n; j++)
            total += element(i, j) * v[j];
        result[i] = total;
    }
}

static void multiply_transposed(const double *v, double *result, int n)
{
    for (int i = 0; i < n; i++) {
        double total = 0;
        for (int j = 0; j < n; j++)
            total += element(j, i) * v[j];
        result[i] = total;
    }
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 100;
    double *u = malloc(n * sizeof *u);
    double *v = malloc(n * sizeof *v);
    double *scratch = malloc(n * sizeof *scratch);
    double uv = 0, vv = 0;

    for (int i = 0; i < n; i++)
        u[i] = 1;
    for (int round = 0; round < 10; round++) {
        multiply(u, scratch, n);
        multiply_transposed(scratch, v, n);
        multiply(v, scratch, n);
        multiply_transposed(scratch, u, n);
    }
    for (int i = 0; i < n; i++) {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    printf("%.9f\n", sqrt(uv / vv));
    free(u);
    free(v);
    free(scratch);
    return 0;
}
