/* The sieve of Eratosthenes. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    long limit = argc > 1 ? atol(argv[1]) : 1000;
    bool *composite = calloc(limit + 1, sizeof *composite);
    long count = 0, checksum = 0;
    long last[3] = {0, 0, 0};

    if (composite == NULL) {
        perror("sieve");
        return 1;
    }
    for (long candidate = 2; candidate * candidate <= limit; candidate++)
        if (!composite[candidate])
            for (long multiple = candidate * candidate; multiple <= limit; multiple += candidate)
                composite[multiple] = true;
    for (long number = 2; number <= limit; number++) {
        if (composite[number])
            continue;
        count++;
        checksum = (checksum * 31 + number) % 1000003;
        last[0] = last[1];
        last[1] = last[2];
        last[2] = number;
    }
    printf("%ld [%ld, %ld, %ld] %ld\n", count, last[0], last[1], last[2], checksum);
    free(composite);
    return 0;
}
