/* The product of two square matrices in row-major arrays. */
#include <stdio.h>
#include <stdlib.h>

/* A matrix of small fractions from a linear congruential generator. */
static double *make(int n, unsigned long state)
{
    double *m = malloc(sizeof *m * n * n);
    if (m == NULL)
        exit(1);
    for (int i = 0; i < n * n; i++) {
        state = (state * 1103515245 + 12345) % 2147483648u;
        m[i] = state % 1000 / 1000.0;
    }
    return m;
}

static void multiply(const double *a, const double *b, double *product, int n)
{
    for (int i = 0; i < n * n; i++)
        product[i] = 0;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < n; k++) {
            double factor = a[i * n + k];
            for (int j = 0; j < n; j++)
                product[i * n + j] += factor * b[k * n + j];
        }
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 20;
    double *a = make(n, 42), *b = make(n, 7);
    double *product = malloc(sizeof *product * n * n);
    double trace = 0, total = 0;

    if (product == NULL)
        return 1;
    multiply(a, b, product, n);
    for (int i = 0; i < n; i++) {
        double row = 0;
        trace += product[i * n + i];
        for (int j = 0; j < n; j++)
            row += product[i * n + j];
        total += row;
    }
    printf("trace %.6f sum %.6f\n", trace, total);
    free(a);
    free(b);
    free(product);
    return 0;
}
