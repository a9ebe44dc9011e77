/* sieve.c - the sieve of Eratosthenes up to a million, ten times from scratch. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LIMIT 1000000

static uint8_t composite[LIMIT + 1];

static unsigned sieve(void)
{
    unsigned count = 0;
    for (unsigned i = 0; i <= LIMIT; i++)
        composite[i] = 0;
    for (unsigned i = 2; i <= LIMIT; i++) {
        if (composite[i])
            continue;
        count++;
        for (unsigned multiple = 2 * i; multiple <= LIMIT; multiple += i)
            composite[multiple] = 1;
    }
    return count;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 10;
    unsigned count = 0;
    for (int round = 0; round < rounds; round++)
        count = sieve();
    printf("%d rounds: %u primes up to %d\n", rounds, count, LIMIT);
    return 0;
}
