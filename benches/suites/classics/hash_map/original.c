/* A hash map with chained buckets; hashing and comparing are function pointers. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint32_t (*hash_function)(const char *key);
typedef int (*compare_function)(const char *a, const char *b);

struct entry {
    char *key;
    long value;
    struct entry *next;
};

struct map {
    struct entry **buckets;
    size_t capacity;
    size_t size;
    hash_function hash;
    compare_function compare;
};

static uint32_t fnv1a(const char *key)
{
    uint32_t hash = 2166136261u;
    while (*key != '\0') {
        hash ^= (unsigned char)*key++;
        hash *= 16777619u;
    }
    return hash;
}

static uint32_t by_length(const char *key)
{
    return (uint32_t)strlen(key) * 2654435761u;
}

static int map_init(struct map *m, size_t capacity, hash_function hash, compare_function compare)
{
    m->buckets = calloc(capacity, sizeof *m->buckets);
    m->capacity = capacity;
    m->size = 0;
    m->hash = hash;
    m->compare = compare;
    return m->buckets != NULL;
}

/* The entry of a key; a new one with value 0 when it is missing. */
static struct entry *map_at(struct map *m, const char *key)
{
    struct entry **link = &m->buckets[m->hash(key) % m->capacity];
    for (; *link != NULL; link = &(*link)->next)
        if (m->compare((*link)->key, key) == 0)
            return *link;
    struct entry *fresh = malloc(sizeof *fresh);
    if (fresh == NULL)
        exit(1);
    fresh->key = strdup(key);
    fresh->value = 0;
    fresh->next = NULL;
    *link = fresh;
    m->size++;
    return fresh;
}

static void map_free(struct map *m)
{
    for (size_t i = 0; i < m->capacity; i++) {
        struct entry *e = m->buckets[i];
        while (e != NULL) {
            struct entry *next = e->next;
            free(e->key);
            free(e);
            e = next;
        }
    }
    free(m->buckets);
}

static void count_keys(struct map *m, int rounds)
{
    unsigned state = 99;
    char key[32];
    for (int i = 0; i < rounds; i++) {
        state = state * 1664525u + 1013904223u;
        snprintf(key, sizeof key, "key-%u", (state >> 16) % 1000);
        map_at(m, key)->value += i % 7;
    }
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 500;
    const struct {
        const char *name;
        hash_function hash;
        size_t capacity;
    } variants[] = {{"fnv1a", fnv1a, 1024}, {"length", by_length, 64}};

    for (size_t v = 0; v < sizeof variants / sizeof *variants; v++) {
        struct map m;
        long sum = 0;
        size_t longest = 0;
        if (!map_init(&m, variants[v].capacity, variants[v].hash, strcmp))
            return 1;
        count_keys(&m, v == 0 ? rounds : rounds / 50);
        for (size_t i = 0; i < m.capacity; i++) {
            size_t length = 0;
            for (struct entry *e = m.buckets[i]; e != NULL; e = e->next) {
                sum += e->value;
                length++;
            }
            if (length > longest)
                longest = length;
        }
        printf("%s: %zu keys, sum %ld, longest chain %zu\n", variants[v].name, m.size, sum, longest);
        map_free(&m);
    }
    return 0;
}
