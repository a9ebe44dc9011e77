/* spectral.c - the largest singular value of a matrix that is computed as it is needed, by power iteration: division,
 * and conversion of integers. Argument: rows. */
#include <math.h>

#include "bench.h"

#define TURNS 8

/* Falls off along rows and columns, and is not symmetric. */
static inline double entry(uint32_t row, uint32_t column)
{
    return 1.0 / (double)(row * row / 2 + row * column + 2 * column + 1);
}

static void multiply(uint32_t n, const double *from, double *to)
{
    for (uint32_t row = 0; row < n; row++) {
        double sum = 0;
        for (uint32_t column = 0; column < n; column++)
            sum += entry(row, column) * from[column];
        to[row] = sum;
    }
}

static void multiply_transposed(uint32_t n, const double *from, double *to)
{
    for (uint32_t column = 0; column < n; column++) {
        double sum = 0;
        for (uint32_t row = 0; row < n; row++)
            sum += entry(row, column) * from[row];
        to[column] = sum;
    }
}

int main(int argc, char **argv)
{
    uint32_t n = size_argument(argc, argv, 2200);
    double *vector = malloc(n * sizeof *vector), *image = malloc(n * sizeof *image);
    if (!vector || !image)
        return 1;
    for (uint32_t i = 0; i < n; i++)
        vector[i] = 1;
    double norm = 0;
    for (int turn = 0; turn < TURNS; turn++) {
        multiply(n, vector, image);
        multiply_transposed(n, image, vector);
        double square = 0;
        for (uint32_t i = 0; i < n; i++)
            square += vector[i] * vector[i];
        norm = sqrt(square);
        for (uint32_t i = 0; i < n; i++)
            vector[i] /= norm;
    }
    return report("spectral", double_bits(sqrt(norm)));
}
