/* Pancake flipping: checksum and maximum over all permutations of 1..n. */
#include <stdio.h>
#include <stdlib.h>

#define MAX 16

struct result {
    int checksum;
    int most;
};

static int count_flips(const int *permutation, int n)
{
    int flipped[MAX];
    int flips = 0;

    for (int i = 0; i < n; i++)
        flipped[i] = permutation[i];
    for (int first = flipped[0]; first != 0; first = flipped[0]) {
        for (int low = 0, high = first; low < high; low++, high--) {
            int kept = flipped[low];
            flipped[low] = flipped[high];
            flipped[high] = kept;
        }
        flips++;
    }
    return flips;
}

static struct result fannkuch(int n)
{
    struct result best = {0, 0};
    int permutation[MAX], count[MAX] = {0};
    int left = n;

    for (int i = 0; i < n; i++)
        permutation[i] = i;
    for (int number = 0;; number++) {
        for (; left > 1; left--)
            count[left - 1] = left;
        int flips = count_flips(permutation, n);
        if (flips > best.most)
            best.most = flips;
        best.checksum += number % 2 == 0 ? flips : -flips;

        /* the next permutation: rotate the first elements */
        for (left = 1;; left++) {
            if (left == n)
                return best;
            int first = permutation[0];
            for (int i = 0; i < left; i++)
                permutation[i] = permutation[i + 1];
            permutation[left] = first;
            if (--count[left] > 0)
                break;
        }
    }
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 7;
    if (n < 1 || n > MAX) {
        fprintf(stderr, "usage: %s 1..%d\n", argv[0], MAX);
        return 2;
    }
    struct result result = fannkuch(n);
    printf("%d\nPfannkuchen(%d) = %d\n", result.checksum, n, result.most);
    return 0;
}
