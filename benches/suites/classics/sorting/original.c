/* Merge sort of a linked list, quicksort of an array; both must agree. */
#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

static struct node *push(struct node *head, int value)
{
    struct node *n = malloc(sizeof *n);
    if (n == NULL)
        exit(1);
    n->value = value;
    n->next = head;
    return n;
}

/* Joins two sorted lists to one. */
static struct node *merge(struct node *a, struct node *b)
{
    struct node *head = NULL;
    struct node **tail = &head;
    while (a != NULL && b != NULL) {
        struct node **least = b->value < a->value ? &b : &a;
        *tail = *least;
        tail = &(*least)->next;
        *least = *tail;
    }
    *tail = a != NULL ? a : b;
    return head;
}

static struct node *sort_list(struct node *head)
{
    if (head == NULL || head->next == NULL)
        return head;
    struct node *slow = head;
    for (struct node *fast = head->next; fast != NULL && fast->next != NULL; fast = fast->next->next)
        slow = slow->next;
    struct node *second = slow->next;
    slow->next = NULL;
    return merge(sort_list(head), sort_list(second));
}

static void swap(int *a, int *b)
{
    int kept = *a;
    *a = *b;
    *b = kept;
}

static void quicksort(int *numbers, int low, int high)
{
    while (low < high) {
        int pivot = numbers[low + (high - low) / 2];
        int i = low, j = high;
        while (i <= j) {
            while (numbers[i] < pivot)
                i++;
            while (numbers[j] > pivot)
                j--;
            if (i <= j)
                swap(&numbers[i++], &numbers[j--]);
        }
        if (j - low < high - i) {
            quicksort(numbers, low, j);
            low = i;
        } else {
            quicksort(numbers, i, high);
            high = j;
        }
    }
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 1000;
    int *numbers = malloc(n * sizeof *numbers);
    struct node *head = NULL;
    unsigned state = 1;
    unsigned long checksum = 0;

    if (numbers == NULL)
        return 1;
    for (int i = 0; i < n; i++) {
        state = state * 1103515245u + 12345u;
        numbers[i] = (int)(state >> 8) % 100000;
        head = push(head, numbers[i]);
    }
    head = sort_list(head);
    quicksort(numbers, 0, n - 1);

    int i = 0, same = 1;
    while (head != NULL) {
        struct node *next = head->next;
        same = same && head->value == numbers[i];
        checksum = checksum * 31 + (unsigned long)numbers[i];
        free(head);
        head = next;
        i++;
    }
    printf("%d numbers, %s, from %d to %d, checksum %lx\n", i, same ? "equal" : "different", numbers[0], numbers[n - 1],
           checksum);
    free(numbers);
    return same ? 0 : 1;
}
