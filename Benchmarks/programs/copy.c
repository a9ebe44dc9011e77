/* copy.c - copying with memcpy and memmove, of all lengths up to 64 KiB, and word by word in a loop. Argument: hundreds
 * of rounds. */
#include "bench.h"

#define SIZE (1 << 20)

static uint8_t from[SIZE], to[SIZE];

/* The compiler must not make this a memcpy too. */
__attribute__((noinline)) static void copy_words(volatile uint64_t *target, const uint64_t *source, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        target[i] = source[i];
}

int main(int argc, char **argv)
{
    uint32_t rounds = size_argument(argc, argv, 1500) * 100;
    uint64_t random = 1181783497276652981u, sum = 0;
    for (uint32_t i = 0; i < SIZE; i++)
        from[i] = (uint8_t)(next_random(&random) >> 32);
    for (uint32_t round = 0; round < rounds; round++) {
        uint64_t choice = next_random(&random);
        uint32_t length = (uint32_t)(choice & 0xFFFF) >> (choice >> 16 & 15);
        uint32_t source = (uint32_t)(choice >> 20) % (SIZE / 2), target = (uint32_t)(choice >> 40) % (SIZE / 2);
        memcpy(to + target, from + source, length);
        memmove(to + source / 2, to + source / 2 + (choice >> 62), length);
        copy_words((volatile uint64_t *)to + target / 8, (const uint64_t *)from + source / 8, 512);
    }
    for (uint32_t i = 0; i < SIZE; i += 7)
        sum = mix(sum, to[i]);
    return report("copy", sum);
}
