/* indirect.c - small functions called through a table, the next chosen by what the last returned. Argument: calls in
 * thousands. */
#include "bench.h"

typedef uint32_t Step(uint32_t value, uint32_t turn);

static uint32_t add(uint32_t value, uint32_t turn) { return value + turn; }
static uint32_t subtract(uint32_t value, uint32_t turn) { return value - 3 * turn; }
static uint32_t multiply(uint32_t value, uint32_t turn) { return value * (2 * turn + 1); }
static uint32_t exclusive(uint32_t value, uint32_t turn) { return value ^ turn << 7; }
static uint32_t rotate(uint32_t value, uint32_t turn) { return value << (turn & 15) | value >> (32 - (turn & 15)) % 32; }
static uint32_t shift(uint32_t value, uint32_t turn) { return (value >> 3) + (turn << 11); }
static uint32_t negate(uint32_t value, uint32_t turn) { return ~value - turn; }
static uint32_t swap(uint32_t value, uint32_t turn) { return (value >> 16 | value << 16) + turn; }

static Step *const steps[8] = { add, subtract, multiply, exclusive, rotate, shift, negate, swap };

int main(int argc, char **argv)
{
    uint32_t turns = size_argument(argc, argv, 60000) * 1000, value = 1;
    for (uint32_t turn = 0; turn < turns; turn++)
        value = steps[(value ^ turn) * 2654435761u >> 29](value, turn);
    return report("indirect", value);
}
