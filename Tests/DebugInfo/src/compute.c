// Calls that are inlined in one another, loops, and a division that traps.
#include "numbers.h"

extern int total(const int *values, int count);

static int table[16];

__attribute__((always_inline)) static inline int step(int a, int b) {
    int r = mixed(a, b);
    r += divided(r, b - 7);
    return r;
}

// Traps for b = 7: step, mixed and divided are inlined when this is optimised.
int compute(int a, int b) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
        sum += step(a + i, b);
        table[i & 15] = sum;
    }
    return sum + total(table, 16);
}

__attribute__((noinline)) int recurse(int n) {
    if (n <= 0)
        return divided(1, n);
    return recurse(n - 1) + 1;
}

int choose(int n) {
    switch (n) {
    case 0: return square(3);
    case 1: return recurse(4);
    case 2: return compute(1, 2);
    case 3: return -n;
    case 40: return mixed(n, n);
    default: return 0;
    }
}

// Nothing uses it: the linker removes it unless it exports everything.
int removed(int n) {
    int r = 0;
    for (int i = 0; i < n; i++)
        r += mixed(i, n);
    return r;
}
