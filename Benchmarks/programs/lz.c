/* lz.c - a compressor that replaces what it has seen before by distance and length, and the way back. Argument: how many
 * times 256 KiB of text. */
#include "bench.h"

#define SIZE (256 << 10)
#define WINDOW 32768
#define BUCKETS 8192
#define LEAST 4
#define MOST 66
#define TRIES 12

static uint8_t text[SIZE], packed[2 * SIZE], unpacked[SIZE];
static int32_t newest[BUCKETS], older[WINDOW];

/* Words of a small vocabulary, so that there is something to find. */
static void write_text(uint64_t *random)
{
    uint32_t at = 0;
    while (at < SIZE) {
        uint32_t word = (uint32_t)(next_random(random) >> 20) % 600, length = 2 + word % 9;
        for (uint32_t i = 0; i < length && at < SIZE; i++)
            text[at++] = (uint8_t)('a' + (word * (i + 3) + i * i) % 26);
        if (at < SIZE)
            text[at++] = ' ';
    }
}

static inline uint32_t bucket(const uint8_t *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word * 2654435761u >> 19;
}

static inline void remember(uint32_t at)
{
    uint32_t b = bucket(text + at);
    older[at % WINDOW] = newest[b];
    newest[b] = (int32_t)at;
}

static uint32_t match_length(uint32_t a, uint32_t b)
{
    uint32_t most = SIZE - b < MOST ? SIZE - b : MOST, length = 0;
    while (length < most && text[a + length] == text[b + length])
        length++;
    return length;
}

/* Tokens: 0 and a byte; or length - LEAST + 1, and the distance in two bytes. */
static uint32_t compress(void)
{
    uint32_t used = 0, at = 0;
    for (int i = 0; i < BUCKETS; i++)
        newest[i] = -1;
    while (at < SIZE) {
        uint32_t best = 0, distance = 0;
        if (at + LEAST <= SIZE) {
            int32_t candidate = newest[bucket(text + at)];
            for (int tries = 0; tries < TRIES && candidate >= 0 && at - (uint32_t)candidate < WINDOW; tries++) {
                uint32_t length = match_length((uint32_t)candidate, at);
                if (length > best)
                    best = length, distance = at - (uint32_t)candidate;
                candidate = older[(uint32_t)candidate % WINDOW];
            }
        }
        if (best < LEAST) {
            best = 1;
            packed[used++] = 0;
            packed[used++] = text[at];
        } else {
            packed[used++] = (uint8_t)(best - LEAST + 1);
            packed[used++] = (uint8_t)distance;
            packed[used++] = (uint8_t)(distance >> 8);
        }
        for (uint32_t end = at + best; at < end; at++)
            if (at + LEAST <= SIZE)
                remember(at);
    }
    return used;
}

static uint32_t decompress(uint32_t used)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < used;) {
        uint32_t token = packed[i++];
        if (token == 0) {
            unpacked[at++] = packed[i++];
            continue;
        }
        uint32_t from = at - (packed[i] | (uint32_t)packed[i + 1] << 8);
        i += 2;
        for (uint32_t end = at + token + LEAST - 1; at < end;)
            unpacked[at++] = unpacked[from++];
    }
    return at;
}

int main(int argc, char **argv)
{
    uint32_t rounds = size_argument(argc, argv, 28);
    uint64_t random = 362436069, sum = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        write_text(&random);
        uint32_t used = compress();
        if (decompress(used) != SIZE || memcmp(text, unpacked, SIZE) != 0)
            return 1;
        sum = mix(sum, used);
    }
    return report("lz", sum);
}
