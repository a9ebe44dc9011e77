/* hashtable.c - a table with open addressing that grows, is looked up and loses entries, and one of strings in chains
 * that are allocated. Argument: how many thousand entries. */
#include "bench.h"

typedef struct {
    uint64_t *keys;                 /* 0: free */
    uint32_t *values;
    uint32_t capacity, count;
} Table;

static uint32_t place_of(const Table *table, uint64_t key)
{
    uint32_t place = (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 40) & (table->capacity - 1);
    while (table->keys[place] != 0 && table->keys[place] != key)
        place = (place + 1) & (table->capacity - 1);
    return place;
}

static void reserve(Table *table, uint32_t capacity)
{
    Table old = *table;
    table->keys = calloc(capacity, sizeof *table->keys);
    table->values = calloc(capacity, sizeof *table->values);
    if (!table->keys || !table->values)
        exit(1);
    table->capacity = capacity;
    for (uint32_t i = 0; i < old.capacity; i++)
        if (old.keys[i]) {
            uint32_t place = place_of(table, old.keys[i]);
            table->keys[place] = old.keys[i];
            table->values[place] = old.values[i];
        }
    free(old.keys);
    free(old.values);
}

static void insert(Table *table, uint64_t key, uint32_t value)
{
    if (table->count * 4 >= table->capacity * 3)
        reserve(table, table->capacity * 2);
    uint32_t place = place_of(table, key);
    table->count += table->keys[place] == 0;
    table->keys[place] = key;
    table->values[place] += value;
}

/* What follows moves up, so that no search ends too early. */
static void remove_key(Table *table, uint64_t key)
{
    uint32_t mask = table->capacity - 1, place = place_of(table, key);
    if (table->keys[place] == 0)
        return;
    table->keys[place] = 0;
    table->count--;
    for (uint32_t next = (place + 1) & mask; table->keys[next]; next = (next + 1) & mask) {
        uint64_t moved = table->keys[next];
        uint32_t value = table->values[next];
        table->keys[next] = 0;
        table->values[next] = 0;
        uint32_t to = place_of(table, moved);
        table->keys[to] = moved;
        table->values[to] = value;
    }
}

typedef struct Entry {
    struct Entry *next;
    uint32_t count;
    char word[12];
} Entry;

static Entry *chains[4096];

static Entry *count_word(const char *word)
{
    uint32_t hash = 5381;
    for (const char *c = word; *c; c++)
        hash = hash * 33 ^ (uint8_t)*c;
    Entry **link = &chains[hash % 4096];
    for (; *link; link = &(*link)->next)
        if (strcmp((*link)->word, word) == 0) {
            (*link)->count++;
            return *link;
        }
    Entry *entry = malloc(sizeof *entry);
    if (!entry)
        exit(1);
    *entry = (Entry){ .count = 1 };
    strcpy(entry->word, word);
    return *link = entry;
}

int main(int argc, char **argv)
{
    uint32_t count = size_argument(argc, argv, 1800) * 1000;
    uint64_t random = 88675123, sum = 0;
    Table table = { 0 };
    reserve(&table, 16);
    for (uint32_t i = 0; i < count; i++)
        insert(&table, next_random(&random) % (count / 2) + 1, i);
    for (uint32_t i = 0; i < count; i++)
        sum += table.values[place_of(&table, next_random(&random) % count + 1)];
    for (uint32_t i = 0; i < count / 4; i++)
        remove_key(&table, next_random(&random) % count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = (uint32_t)(next_random(&random) >> 50) % 9000;
        char word[12];
        int length = 0;
        do
            word[length++] = (char)('a' + number % 26);
        while (number /= 26);
        word[length] = 0;
        sum = mix(sum, count_word(word)->count);
    }
    return report("hashtable", mix(sum, table.count));
}
