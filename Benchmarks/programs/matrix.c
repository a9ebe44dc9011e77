/* matrix.c - the product of two square matrices, row by row. Argument: rows. Compiled twice: REAL is float or double. */
#include "bench.h"

int main(int argc, char **argv)
{
    uint32_t n = size_argument(argc, argv, 448);
    REAL *a = malloc(n * n * sizeof *a), *b = malloc(n * n * sizeof *b), *c = calloc(n * n, sizeof *c);
    if (!a || !b || !c)
        return 1;
    uint64_t random = 88172645463325252u;
    for (uint32_t i = 0; i < n * n; i++) {
        a[i] = (REAL)(int32_t)(next_random(&random) >> 40 & 1023) / 64;
        b[i] = (REAL)(int32_t)(next_random(&random) >> 40 & 1023) / 512 - 1;
    }
    for (uint32_t row = 0; row < n; row++)
        for (uint32_t inner = 0; inner < n; inner++) {
            REAL factor = a[row * n + inner];
            const REAL *from = &b[inner * n];
            REAL *to = &c[row * n];
            for (uint32_t column = 0; column < n; column++)
                to[column] += factor * from[column];
        }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n * n; i++)
        sum = mix(sum, double_bits((double)c[i]));
    return report("matrix", sum);
}
