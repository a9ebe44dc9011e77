/* sorting.c - four ways to sort the same numbers, and the library's qsort on
 * structs through a function pointer. All must agree. The first argument is how
 * many numbers (at most, and if none is given, 5000). */
#include "guest.h"

#define MOST 5000

static int32_t count = MOST;

static uint64_t comparisons;

static bool less(int32_t a, int32_t b)
{
    comparisons++;
    return a < b;
}

static void swap(int32_t *a, int32_t *b)
{
    int32_t t = *a;
    *a = *b;
    *b = t;
}

static void insertion_sort(int32_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        int32_t x = v[i];
        size_t j = i;
        for (; j > 0 && less(x, v[j - 1]); j--)
            v[j] = v[j - 1];
        v[j] = x;
    }
}

static void quick_sort(int32_t *v, size_t n)
{
    while (n > 12) {
        size_t middle = n / 2, last = n - 1;
        if (less(v[middle], v[0])) swap(&v[middle], &v[0]);
        if (less(v[last], v[0])) swap(&v[last], &v[0]);
        if (less(v[last], v[middle])) swap(&v[last], &v[middle]);
        int32_t pivot = v[middle];
        size_t i = 0, j = last;
        for (;;) {
            while (less(v[i], pivot)) i++;
            while (less(pivot, v[j])) j--;
            if (i >= j)
                break;
            swap(&v[i++], &v[j--]);
        }
        size_t left = j + 1;
        if (left < n - left) {          /* recurse into the smaller half only */
            quick_sort(v, left);
            v += left;
            n -= left;
        } else {
            quick_sort(v + left, n - left);
            n = left;
        }
    }
    insertion_sort(v, n);
}

static void sift_down(int32_t *v, size_t root, size_t n)
{
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && less(v[child], v[child + 1]))
            child++;
        if (!less(v[root], v[child]))
            return;
        swap(&v[root], &v[child]);
    }
}

static void heap_sort(int32_t *v, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift_down(v, i, n);
    for (size_t i = n; i-- > 1;) {
        swap(&v[0], &v[i]);
        sift_down(v, 0, i);
    }
}

static void merge_sort(int32_t *v, size_t n)
{
    if (n < 2)
        return;
    size_t half = n / 2, i = 0, j = half, k = 0;
    merge_sort(v, half);
    merge_sort(v + half, n - half);
    int32_t *merged = malloc(n * sizeof *merged);
    REQUIRE(merged != NULL);
    while (i < half && j < n)
        merged[k++] = less(v[j], v[i]) ? v[j++] : v[i++];
    while (i < half) merged[k++] = v[i++];
    while (j < n) merged[k++] = v[j++];
    memcpy(v, merged, n * sizeof *merged);
    free(merged);
}

typedef struct {
    char name[8];
    uint8_t age;
    int16_t balance;
    uint32_t serial;
} Account;

static int by_age_then_balance(const void *a, const void *b)
{
    const Account *x = a, *y = b;
    if (x->age != y->age)
        return x->age < y->age ? -1 : 1;
    if (x->balance != y->balance)
        return x->balance > y->balance ? -1 : 1;
    return x->serial < y->serial ? -1 : 1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const Account *)a)->name, ((const Account *)b)->name);
}

static void fill(int32_t *v, const char *shape)
{
    uint64_t seed = 42;
    for (int32_t i = 0; i < count; i++) {
        switch (shape[0]) {
        case 'r': v[i] = (int32_t)next_random(&seed); break;      /* random     */
        case 'a': v[i] = i - count / 2; break;                    /* ascending  */
        case 'd': v[i] = count / 2 - i; break;                    /* descending */
        default:  v[i] = (int32_t)(next_random(&seed) % 7); break; /* few values */
        }
    }
}

int main(int argc, char **argv)
{
    static int32_t numbers[MOST], reference[MOST];
    static const char *const shapes[] = { "random", "ascending", "descending", "few values" };
    static const struct { const char *name; void (*sort)(int32_t *, size_t); } methods[] = {
        { "quick", quick_sort }, { "heap", heap_sort }, { "merge", merge_sort },
    };

    buffer_stdout();
    if (argc > 1)
        count = atoi(argv[1]);
    REQUIRE(count >= 500 && count <= MOST);
    size_t n = (size_t)count;
    for (size_t s = 0; s < 4; s++) {
        for (size_t m = 0; m < 3; m++) {
            fill(numbers, shapes[s]);
            comparisons = 0;
            methods[m].sort(numbers, n);
            if (m == 0)
                memcpy(reference, numbers, n * sizeof *numbers);
            for (size_t i = 1; i < n; i++)
                REQUIRE(numbers[i - 1] <= numbers[i]);
            REQUIRE(memcmp(reference, numbers, n * sizeof *numbers) == 0);
            printf("%-10s %-5s %6" PRIu64 " comparisons, ends %" PRId32 " %" PRId32 "\n", shapes[s],
                   methods[m].name, comparisons, numbers[0], numbers[n - 1]);
        }
    }

    fill(numbers, "random");
    insertion_sort(numbers, 500);
    for (size_t i = 1; i < 500; i++)
        REQUIRE(numbers[i - 1] <= numbers[i]);

    Account accounts[40];
    uint64_t seed = 7;
    for (uint32_t i = 0; i < 40; i++) {
        for (int k = 0; k < 5; k++)
            accounts[i].name[k] = (char)('a' + next_random(&seed) % 26);
        accounts[i].name[5] = '\0';
        accounts[i].age = (uint8_t)(20 + next_random(&seed) % 5);
        accounts[i].balance = (int16_t)next_random(&seed);
        accounts[i].serial = i;
    }
    qsort(accounts, 40, sizeof accounts[0], by_age_then_balance);
    puts("\nby age, then balance:");
    for (int i = 0; i < 40; i += 4)
        printf("%s %3u %6d #%" PRIu32 "\n", accounts[i].name, accounts[i].age,
               accounts[i].balance, accounts[i].serial);
    qsort(accounts, 40, sizeof accounts[0], by_name);
    printf("by name: %s ... %s\n", accounts[0].name, accounts[39].name);
    Account key = accounts[17];
    Account *found = bsearch(&key, accounts, 40, sizeof accounts[0], by_name);
    printf("bsearch %s: place %td\n", key.name, found - accounts);
    return 0;
}
