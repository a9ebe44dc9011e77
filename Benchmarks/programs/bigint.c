/* bigint.c - powers of large numbers modulo a large number, in limbs of 32 bits (Montgomery): 64-bit multiplication and
 * carries. Argument: how many powers. */
#include "bench.h"

#define LIMBS 32

typedef uint32_t Number[LIMBS];

static Number modulus;
static uint32_t inverse;            /* -1 / modulus, modulo 2^32 */

static int compare(const uint32_t *a, const uint32_t *b)
{
    for (int i = LIMBS; i-- > 0;)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static void subtract(uint32_t *a, const uint32_t *b)
{
    uint64_t borrow = 0;
    for (int i = 0; i < LIMBS; i++) {
        uint64_t difference = (uint64_t)a[i] - b[i] - borrow;
        a[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
}

/* result = a * b / 2^(32 * LIMBS), modulo the modulus. */
static void multiply(uint32_t *result, const uint32_t *a, const uint32_t *b)
{
    uint32_t sum[LIMBS + 2] = { 0 };
    for (int i = 0; i < LIMBS; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < LIMBS; j++) {
            carry += (uint64_t)a[j] * b[i] + sum[j];
            sum[j] = (uint32_t)carry;
            carry >>= 32;
        }
        carry += sum[LIMBS];
        sum[LIMBS] = (uint32_t)carry;
        sum[LIMBS + 1] = (uint32_t)(carry >> 32);
        uint32_t factor = sum[0] * inverse;
        carry = ((uint64_t)factor * modulus[0] + sum[0]) >> 32;
        for (int j = 1; j < LIMBS; j++) {
            carry += (uint64_t)factor * modulus[j] + sum[j];
            sum[j - 1] = (uint32_t)carry;
            carry >>= 32;
        }
        carry += sum[LIMBS];
        sum[LIMBS - 1] = (uint32_t)carry;
        sum[LIMBS] = sum[LIMBS + 1] + (uint32_t)(carry >> 32);
    }
    if (sum[LIMBS] || compare(sum, modulus) >= 0)
        subtract(sum, modulus);
    memcpy(result, sum, sizeof(Number));
}

int main(int argc, char **argv)
{
    uint32_t powers = size_argument(argc, argv, 20);
    uint64_t random = 2862933555777941757u, sum = 0;
    for (int i = 0; i < LIMBS; i++)
        modulus[i] = (uint32_t)next_random(&random);
    modulus[0] |= 1;
    modulus[LIMBS - 1] |= 1u << 31;
    uint32_t found = 1;
    for (int i = 0; i < 5; i++)
        found *= 2 - modulus[0] * found;
    inverse = 0 - found;
    for (uint32_t power = 0; power < powers; power++) {
        Number base, result;
        for (int i = 0; i < LIMBS; i++) {
            base[i] = (uint32_t)next_random(&random);
            result[i] = (uint32_t)next_random(&random);
        }
        base[LIMBS - 1] >>= 1;
        result[LIMBS - 1] >>= 1;
        for (int bit = 0; bit < 32 * LIMBS; bit++) {
            multiply(result, result, result);
            if (next_random(&random) & 1)
                multiply(result, result, base);
        }
        for (int i = 0; i < LIMBS; i++)
            sum = mix(sum, result[i]);
    }
    return report("bigint", sum);
}
