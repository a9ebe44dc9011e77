/* guest.h - what every test guest includes first. */
#ifndef GUEST_H
#define GUEST_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Chooses full buffering for stdout by hand. Left alone, the C library asks the
 * host whether stdout is a terminal and buffers by line if so; the number of
 * writes (and so the fuel used) would then depend on where stdout leads. */
static inline void buffer_stdout(void)
{
    setvbuf(stdout, NULL, _IOFBF, BUFSIZ);
}

/* A small, fixed pseudo-random generator (xorshift64*), so that every run and
 * every platform sees the same sequence. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * UINT64_C(0x2545F4914F6CDD1D);
}

/* Stops with a message and status 70 when something that must hold does not. */
#define REQUIRE(condition)                                                        \
    do {                                                                          \
        if (!(condition)) {                                                       \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE_NAME__, __LINE__, #condition); \
            exit(70);                                                             \
        }                                                                         \
    } while (0)

#ifndef __FILE_NAME__
#define __FILE_NAME__ "guest"
#endif

#endif
