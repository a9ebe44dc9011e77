/* sieve.c - the sieve of Eratosthenes up to a million, from scratch each time. Argument: how often. */
#include "bench.h"

#define LIMIT 1000000

static uint8_t composite[LIMIT + 1];

static uint32_t sieve(void)
{
    uint32_t count = 0;
    memset(composite, 0, sizeof composite);
    for (uint32_t i = 2; i <= LIMIT; i++) {
        if (composite[i])
            continue;
        count++;
        for (uint32_t multiple = 2 * i; multiple <= LIMIT; multiple += i)
            composite[multiple] = 1;
    }
    return count;
}

int main(int argc, char **argv)
{
    uint32_t rounds = size_argument(argc, argv, 50);
    uint64_t sum = 0;
    for (uint32_t round = 0; round < rounds; round++)
        sum = mix(sum, sieve());
    return report("sieve", sum);
}
