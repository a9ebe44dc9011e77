/* sha256.c - SHA-256 (FIPS 180-4) of a buffer, again and again: 32-bit rotations and additions. Argument: how many times
 * 64 KiB. */
#include "bench.h"

#define BLOCK 64
#define SIZE (64 << 10)

static uint32_t constants[64], state[8];
static uint8_t buffer[SIZE];

/* The first 32 bits of the fraction of the square root (power 2) or cube root (power 3) of a prime, found bit by bit. */
static uint32_t root_fraction(uint32_t prime, int power)
{
    unsigned __int128 limit = (unsigned __int128)prime << 32 * power;
    uint64_t root = 0;
    for (int bit = 36; bit >= 0; bit--) {
        uint64_t candidate = root | UINT64_C(1) << bit;
        unsigned __int128 value = (unsigned __int128)candidate * candidate;
        if (power == 3)
            value *= candidate;
        if (value <= limit)
            root = candidate;
    }
    return (uint32_t)root;
}

static void prepare(void)
{
    uint32_t prime = 2;
    for (int found = 0; found < 64; prime++) {
        uint32_t divisor = 2;
        while (divisor * divisor <= prime && prime % divisor)
            divisor++;
        if (divisor * divisor <= prime)
            continue;
        constants[found] = root_fraction(prime, 3);
        if (found < 8)
            state[found] = root_fraction(prime, 2);
        found++;
    }
}

static inline uint32_t rotate(uint32_t value, int count)
{
    return value >> count | value << (32 - count);
}

static void hash_block(const uint8_t *block)
{
    uint32_t words[64];
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8
                 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t s0 = rotate(words[i - 15], 7) ^ rotate(words[i - 15], 18) ^ words[i - 15] >> 3;
        uint32_t s1 = rotate(words[i - 2], 17) ^ rotate(words[i - 2], 19) ^ words[i - 2] >> 10;
        words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25), choice = (e & f) ^ (~e & g);
        uint32_t first = h + s1 + choice + constants[i] + words[i];
        uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22), majority = (a & b) ^ (a & c) ^ (b & c);
        h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + s0 + majority;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

int main(int argc, char **argv)
{
    uint32_t rounds = size_argument(argc, argv, 200);
    prepare();
    uint64_t random = 2463534242u;
    for (int i = 0; i < SIZE; i++)
        buffer[i] = (uint8_t)next_random(&random);
    for (uint32_t round = 0; round < rounds; round++)
        for (int at = 0; at < SIZE; at += BLOCK)
            hash_block(buffer + at);
    return report("sha256", (uint64_t)state[0] << 32 | state[7]);
}
