/* bench.h - what every benchmark program includes: its size from the command line, a fixed random sequence, and the line
 * that it prints. No printf: the modules stay small, and what is measured is the program. */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first argument, a decimal number, or `fallback` if there is none. */
static inline uint32_t size_argument(int argc, char **argv, uint32_t fallback)
{
    if (argc < 2)
        return fallback;
    uint32_t value = 0;
    for (const char *digit = argv[1]; *digit >= '0' && *digit <= '9'; digit++)
        value = value * 10 + (uint32_t)(*digit - '0');
    return value;
}

/* xorshift64: every run on every platform sees the same sequence. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

/* One step of a checksum in which order matters. */
static inline uint64_t mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * UINT64_C(0x9E3779B97F4A7C15) + (sum >> 29);
}

static inline uint64_t double_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Prints "name checksum" and gives the exit status of the program. */
static inline int report(const char *name, uint64_t checksum)
{
    char line[64];
    size_t length = strlen(name);
    memcpy(line, name, length);
    line[length++] = ' ';
    for (int shift = 60; shift >= 0; shift -= 4)
        line[length++] = "0123456789abcdef"[checksum >> shift & 15];
    line[length++] = '\n';
    return write(1, line, length) == (ssize_t)length ? 0 : 1;
}

#endif
