/* A small stack machine and a program for it. */
#include <stdio.h>
#include <stdlib.h>

enum op { PUSH, LOAD, STORE, ADD, MUL, MOD, LESS, JUMP_IF, PRINT, HALT };

struct instruction {
    enum op op;
    long argument;
};

struct machine {
    const struct instruction *code;
    long stack[64];
    int depth;
    long variables[8];
    long steps;
};

static void push(struct machine *m, long value)
{
    if (m->depth == 64) {
        fprintf(stderr, "stack is full\n");
        exit(3);
    }
    m->stack[m->depth++] = value;
}

/* The top of the stack; ok is set to 0 when there is none. */
static long pop(struct machine *m, int *ok)
{
    if (m->depth == 0) {
        *ok = 0;
        return 0;
    }
    return m->stack[--m->depth];
}

/* Runs until HALT; 0 when the stack ran empty. */
static int run(struct machine *m)
{
    int ok = 1;
    long right;

    for (const struct instruction *pc = m->code; ok; ) {
        const struct instruction *now = pc++;
        m->steps++;
        switch (now->op) {
        case PUSH:
            push(m, now->argument);
            break;
        case LOAD:
            push(m, m->variables[now->argument]);
            break;
        case STORE:
            m->variables[now->argument] = pop(m, &ok);
            break;
        case ADD:
            right = pop(m, &ok);
            push(m, pop(m, &ok) + right);
            break;
        case MUL:
            right = pop(m, &ok);
            push(m, pop(m, &ok) * right);
            break;
        case MOD:
            right = pop(m, &ok);
            push(m, pop(m, &ok) % right);
            break;
        case LESS:
            right = pop(m, &ok);
            push(m, pop(m, &ok) < right);
            break;
        case JUMP_IF:
            if (pop(m, &ok))
                pc = m->code + now->argument;
            break;
        case PRINT:
            printf("out %ld\n", pop(m, &ok));
            break;
        case HALT:
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100;
    const struct instruction squares[] = {
        {LOAD, 0}, {LOAD, 0}, {MUL, 0}, {LOAD, 1}, {ADD, 0}, {PUSH, 999983}, {MOD, 0}, {STORE, 1},
        {LOAD, 0}, {PUSH, 1}, {ADD, 0}, {STORE, 0}, {LOAD, 0}, {PUSH, n}, {LESS, 0}, {JUMP_IF, 0},
        {LOAD, 1}, {PRINT, 0}, {HALT, 0},
    };
    const struct instruction broken[] = {{PUSH, 1}, {ADD, 0}};
    struct machine first = {.code = squares}, second = {.code = broken};

    run(&first);
    printf("%ld steps\n", first.steps);
    if (!run(&second))
        printf("stopped: stack is empty\n");
    return 0;
}
