// A second unit.
#include "numbers.h"

int total(const int *values, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
        if (values[i] < 0)
            continue;
        sum += square(values[i]) & 0xff;
    }
    return sum;
}

int also_removed(int n) { return mixed(n, 3); }
