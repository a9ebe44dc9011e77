/* quicksort.c - numbers sorted in place, and records by a comparison that is passed. Argument: how many thousand. */
#include "bench.h"

typedef struct {
    uint32_t key, value;
} Record;

static void sort_numbers(uint32_t *first, uint32_t *last)
{
    while (last - first > 16) {
        uint32_t pivot = first[(last - first) / 2], *low = first, *high = last;
        while (low <= high) {
            while (*low < pivot)
                low++;
            while (*high > pivot)
                high--;
            if (low <= high) {
                uint32_t keep = *low;
                *low++ = *high;
                *high-- = keep;
            }
        }
        if (high - first < last - low) {
            sort_numbers(first, high);
            first = low;
        } else {
            sort_numbers(low, last);
            last = high;
        }
    }
    for (uint32_t *next = first + 1; next <= last; next++) {
        uint32_t value = *next, *place = next;
        for (; place > first && place[-1] > value; place--)
            *place = place[-1];
        *place = value;
    }
}

static int by_key(const void *a, const void *b)
{
    const Record *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

int main(int argc, char **argv)
{
    uint32_t count = size_argument(argc, argv, 1600) * 1000;
    uint32_t *numbers = malloc(count * sizeof *numbers);
    Record *records = malloc(count / 4 * sizeof *records);
    if (!numbers || !records)
        return 1;
    uint64_t random = 521288629, sum = 0;
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = (uint32_t)(next_random(&random) >> 16);
    for (uint32_t i = 0; i < count / 4; i++)
        records[i] = (Record){ (uint32_t)(next_random(&random) >> 50), i };
    sort_numbers(numbers, numbers + count - 1);
    qsort(records, count / 4, sizeof *records, by_key);
    for (uint32_t i = 0; i < count; i += 97)
        sum = mix(sum, numbers[i]);
    for (uint32_t i = 0; i < count / 4; i += 89)
        sum = mix(sum, records[i].value);
    return report("quicksort", sum);
}
