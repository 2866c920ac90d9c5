/* Perfect binary trees: many short-lived ones beside a long-lived one. */
#include <stdio.h>
#include <stdlib.h>

struct tree {
    struct tree *left;
    struct tree *right;
};

static struct tree *make(int depth)
{
    struct tree *t = malloc(sizeof *t);
    if (t == NULL)
        exit(1);
    t->left = depth > 0 ? make(depth - 1) : NULL;
    t->right = depth > 0 ? make(depth - 1) : NULL;
    return t;
}

/* Counts the nodes. */
static int check(const struct tree *t)
{
    if (t->left == NULL)
        return 1;
    return 1 + check(t->left) + check(t->right);
}

static void destroy(struct tree *t)
{
    if (t->left != NULL) {
        destroy(t->left);
        destroy(t->right);
    }
    free(t);
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 10;
    int shortest = 4;
    int longest = n > shortest + 2 ? n : shortest + 2;

    struct tree *stretch = make(longest + 1);
    printf("stretch tree of depth %d\t check: %d\n", longest + 1, check(stretch));
    destroy(stretch);

    struct tree *long_lived = make(longest);
    for (int depth = shortest; depth <= longest; depth += 2) {
        int rounds = 1 << (longest - depth + shortest);
        int total = 0;
        for (int i = 0; i < rounds; i++) {
            struct tree *t = make(depth);
            total += check(t);
            destroy(t);
        }
        printf("%d\t trees of depth %d\t check: %d\n", rounds, depth, total);
    }
    printf("long lived tree of depth %d\t check: %d\n", longest, check(long_lived));
    destroy(long_lived);
    return 0;
}
