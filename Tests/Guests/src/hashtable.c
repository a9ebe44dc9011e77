/* hashtable.c - a chained hash table that grows and shrinks, fed with enough
 * keys that the heap must grow, and then a stress of malloc, realloc and free in
 * which every block carries a pattern that is checked before it is let go. The first
 * argument is the number of steps of that stress (20000 if none). */
#include "guest.h"

typedef struct Entry {
    struct Entry *next;
    uint32_t hash;
    int value;
    char key[];
} Entry;

typedef struct {
    Entry **buckets;
    size_t bucket_count, used;
    unsigned resizes;
} Table;

static uint32_t hash_text(const char *text)
{
    uint32_t h = UINT32_C(2166136261);
    for (; *text; text++)
        h = (h ^ (uint8_t)*text) * UINT32_C(16777619);
    return h;
}

static void resize(Table *table, size_t count)
{
    Entry **buckets = calloc(count, sizeof *buckets);
    REQUIRE(buckets != NULL);
    for (size_t i = 0; i < table->bucket_count; i++)
        for (Entry *entry = table->buckets[i], *next; entry; entry = next) {
            next = entry->next;
            entry->next = buckets[entry->hash & (count - 1)];
            buckets[entry->hash & (count - 1)] = entry;
        }
    free(table->buckets);
    table->buckets = buckets;
    table->bucket_count = count;
    table->resizes++;
}

static Entry **find(Table *table, const char *key, uint32_t hash)
{
    Entry **link = &table->buckets[hash & (table->bucket_count - 1)];
    while (*link && ((*link)->hash != hash || strcmp((*link)->key, key) != 0))
        link = &(*link)->next;
    return link;
}

static void put(Table *table, const char *key, int value)
{
    uint32_t hash = hash_text(key);
    Entry **link = find(table, key, hash);
    if (*link) {
        (*link)->value = value;
        return;
    }
    size_t length = strlen(key);
    Entry *entry = malloc(sizeof *entry + length + 1);
    REQUIRE(entry != NULL);
    *entry = (Entry){ .next = NULL, .hash = hash, .value = value };
    memcpy(entry->key, key, length + 1);
    *link = entry;
    if (++table->used > table->bucket_count)
        resize(table, table->bucket_count * 2);
}

static bool get(Table *table, const char *key, int *value)
{
    Entry *entry = *find(table, key, hash_text(key));
    if (entry)
        *value = entry->value;
    return entry != NULL;
}

static bool take_away(Table *table, const char *key)
{
    Entry **link = find(table, key, hash_text(key)), *entry = *link;
    if (!entry)
        return false;
    *link = entry->next;
    free(entry);
    if (--table->used < table->bucket_count / 4 && table->bucket_count > 16)
        resize(table, table->bucket_count / 2);
    return true;
}

static void key_for(char *key, unsigned i)
{
    sprintf(key, "key-%u-%x", i, i * 2654435761u);
}

static void table_test(unsigned count)
{
    Table table = { 0 };
    char key[40];
    resize(&table, 16);
    for (unsigned i = 0; i < count; i++) {
        key_for(key, i);
        put(&table, key, (int)i);
    }
    printf("%zu entries in %zu buckets after %u resizes\n", table.used, table.bucket_count, table.resizes);

    size_t longest = 0, empty = 0;
    for (size_t i = 0; i < table.bucket_count; i++) {
        size_t length = 0;
        for (Entry *entry = table.buckets[i]; entry; entry = entry->next)
            length++;
        if (length > longest) longest = length;
        if (length == 0) empty++;
    }
    printf("longest chain %zu, empty buckets %zu\n", longest, empty);

    for (unsigned i = 0; i < count; i += 3) {
        key_for(key, i);
        REQUIRE(take_away(&table, key));
        REQUIRE(!take_away(&table, key));
    }
    uint64_t sum = 0;
    unsigned present = 0;
    for (unsigned i = 0; i < count + 10; i++) {
        int value;
        key_for(key, i);
        if (get(&table, key, &value)) {
            REQUIRE(value == (int)i && i % 3 != 0);
            present++;
            sum += (unsigned)value;
        }
    }
    printf("%u left, sum of values %" PRIu64 "\n", present, sum);
    for (unsigned i = 0; i < count; i++) {
        key_for(key, i);
        take_away(&table, key);
    }
    printf("emptied: %zu entries in %zu buckets\n", table.used, table.bucket_count);
    free(table.buckets);
}

#define SLOTS 256

static void check(const uint8_t *block, size_t size, uint8_t mark)
{
    for (size_t i = 0; i < size; i += 7)
        REQUIRE(block[i] == mark);
    REQUIRE(size == 0 || block[size - 1] == mark);
}

static void allocator_test(int steps)
{
    static uint8_t *blocks[SLOTS];
    static size_t sizes[SLOTS];
    uint64_t seed = 99, allocated = 0;
    unsigned allocations = 0, releases = 0, resizes = 0;
    for (int step = 0; step < steps; step++) {
        unsigned slot = next_random(&seed) % SLOTS;
        uint8_t mark = (uint8_t)(slot + 1);
        size_t size = 1 + next_random(&seed) % (step % 50 == 0 ? 60000 : 700);
        if (blocks[slot] == NULL) {
            blocks[slot] = malloc(size);
            allocations++;
        } else if (next_random(&seed) % 2) {
            check(blocks[slot], sizes[slot], mark);
            free(blocks[slot]);
            blocks[slot] = NULL;
            releases++;
            continue;
        } else {
            size_t kept = size < sizes[slot] ? size : sizes[slot];
            blocks[slot] = realloc(blocks[slot], size);
            REQUIRE(blocks[slot] != NULL);
            check(blocks[slot], kept, mark);
            resizes++;
        }
        REQUIRE(blocks[slot] != NULL && (uintptr_t)blocks[slot] % 8 == 0);
        memset(blocks[slot], mark, size);
        sizes[slot] = size;
        allocated += size;
    }
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        if (blocks[slot])
            check(blocks[slot], sizes[slot], (uint8_t)(slot + 1));
        free(blocks[slot]);
    }
    printf("%u malloc, %u realloc, %u free, %" PRIu64 " bytes in all\n", allocations, resizes, releases, allocated);
}

/* What cannot be had must be refused, and the refusal must leave things whole. */
static void refusal_test(void)
{
    volatile size_t absurd = (size_t)-1 - 100000;   /* memory.grow must say no */
    void *volatile nothing = malloc(absurd);       /* volatile: not to be optimised away */
    printf("nearly the whole address space: %s\n", nothing ? "granted" : "refused");
    free(nothing);
    char *something = malloc(4000000);
    REQUIRE(something != NULL);
    memset(something, 'x', 4000000);
    printf("4 MB after that: %c%c\n", something[0], something[3999999]);
    free(something);
}

int main(int argc, char **argv)
{
    int steps = argc > 1 ? atoi(argv[1]) : 20000;
    buffer_stdout();
#ifdef __wasm__
    size_t pages = __builtin_wasm_memory_size(0);
#endif
    table_test((unsigned)steps / 4);
    allocator_test(steps);
    refusal_test();
#ifdef __wasm__
    REQUIRE(__builtin_wasm_memory_size(0) > pages);   /* memory.grow has happened */
#endif
    return 0;
}
