/* vm.c - a register machine of its own, with one switch of many cases in a loop: an interpreter inside the interpreter.
 * Argument: millions of its instructions. */
#include "bench.h"

enum {
    HALT, MOVE, CONSTANT, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, AND, OR, EXCLUSIVE, SHIFT_LEFT, SHIFT_RIGHT,
    ADD_CONSTANT, AND_CONSTANT, MULTIPLY_CONSTANT, REMAINDER_CONSTANT, NEGATE, COMPLEMENT, EQUAL, LESS, LESS_EQUAL,
    JUMP, JUMP_IF_ZERO, JUMP_UNLESS_ZERO, JUMP_IF_EQUAL, JUMP_IF_LESS, JUMP_UNLESS_LESS, LOAD, STORE, LOAD_BYTE,
    STORE_BYTE, PUSH, POP, CALL, RETURN, SWAP, MINIMUM, MAXIMUM, COUNT_BITS, NO_OPERATION, ROTATE
};

typedef struct {
    uint8_t operation, a, b, c;
    int32_t immediate;
} Instruction;

#define WORDS 4096

static uint32_t words[WORDS];
static uint32_t stack[256];

static uint64_t run(const Instruction *program, uint64_t most)
{
    uint32_t r[16] = { 0 }, top = 0;
    const Instruction *i = program;
    for (uint64_t left = most; left > 0; left--, i++) {
        switch (i->operation) {
        case HALT: left = 1; break;
        case MOVE: r[i->a] = r[i->b]; break;
        case CONSTANT: r[i->a] = (uint32_t)i->immediate; break;
        case ADD: r[i->a] = r[i->b] + r[i->c]; break;
        case SUBTRACT: r[i->a] = r[i->b] - r[i->c]; break;
        case MULTIPLY: r[i->a] = r[i->b] * r[i->c]; break;
        case DIVIDE: r[i->a] = r[i->c] ? r[i->b] / r[i->c] : 0; break;
        case REMAINDER: r[i->a] = r[i->c] ? r[i->b] % r[i->c] : 0; break;
        case AND: r[i->a] = r[i->b] & r[i->c]; break;
        case OR: r[i->a] = r[i->b] | r[i->c]; break;
        case EXCLUSIVE: r[i->a] = r[i->b] ^ r[i->c]; break;
        case SHIFT_LEFT: r[i->a] = r[i->b] << (r[i->c] & 31); break;
        case SHIFT_RIGHT: r[i->a] = r[i->b] >> (r[i->c] & 31); break;
        case ADD_CONSTANT: r[i->a] = r[i->b] + (uint32_t)i->immediate; break;
        case AND_CONSTANT: r[i->a] = r[i->b] & (uint32_t)i->immediate; break;
        case MULTIPLY_CONSTANT: r[i->a] = r[i->b] * (uint32_t)i->immediate; break;
        case REMAINDER_CONSTANT: r[i->a] = r[i->b] % (uint32_t)i->immediate; break;
        case NEGATE: r[i->a] = 0 - r[i->b]; break;
        case COMPLEMENT: r[i->a] = ~r[i->b]; break;
        case EQUAL: r[i->a] = r[i->b] == r[i->c]; break;
        case LESS: r[i->a] = r[i->b] < r[i->c]; break;
        case LESS_EQUAL: r[i->a] = r[i->b] <= r[i->c]; break;
        case JUMP: i = program + i->immediate - 1; break;
        case JUMP_IF_ZERO: if (r[i->a] == 0) i = program + i->immediate - 1; break;
        case JUMP_UNLESS_ZERO: if (r[i->a] != 0) i = program + i->immediate - 1; break;
        case JUMP_IF_EQUAL: if (r[i->a] == r[i->b]) i = program + i->immediate - 1; break;
        case JUMP_IF_LESS: if (r[i->a] < r[i->b]) i = program + i->immediate - 1; break;
        case JUMP_UNLESS_LESS: if (r[i->a] >= r[i->b]) i = program + i->immediate - 1; break;
        case LOAD: r[i->a] = words[(r[i->b] + (uint32_t)i->immediate) % WORDS]; break;
        case STORE: words[(r[i->b] + (uint32_t)i->immediate) % WORDS] = r[i->a]; break;
        case LOAD_BYTE: r[i->a] = ((uint8_t *)words)[r[i->b] % (4 * WORDS)]; break;
        case STORE_BYTE: ((uint8_t *)words)[r[i->b] % (4 * WORDS)] = (uint8_t)r[i->a]; break;
        case PUSH: stack[top++ & 255] = r[i->a]; break;
        case POP: r[i->a] = stack[--top & 255]; break;
        case CALL: stack[top++ & 255] = (uint32_t)(i - program); i = program + i->immediate - 1; break;
        case RETURN: i = program + stack[--top & 255]; break;
        case SWAP: { uint32_t keep = r[i->a]; r[i->a] = r[i->b]; r[i->b] = keep; break; }
        case MINIMUM: r[i->a] = r[i->b] < r[i->c] ? r[i->b] : r[i->c]; break;
        case MAXIMUM: r[i->a] = r[i->b] > r[i->c] ? r[i->b] : r[i->c]; break;
        case COUNT_BITS: r[i->a] = (uint32_t)__builtin_popcount(r[i->b]); break;
        case NO_OPERATION: break;
        case ROTATE: r[i->a] = r[i->b] << (i->immediate & 31) | r[i->b] >> (-i->immediate & 31); break;
        }
    }
    uint64_t sum = 0;
    for (int number = 0; number < 16; number++)
        sum = mix(sum, r[number]);
    return sum;
}

/* For ever: a turn of a generator of random numbers, the length of its Collatz sequence, and a sum in memory, by way of
 * a subroutine. r0 random, r1 sum, r2 number, r3 steps, r4 place, r5 scratch, r6 one, r7 turn. */
static const Instruction program[] = {
    /*  0 */ { CONSTANT, 0, 0, 0, 12345 },
    /*  1 */ { CONSTANT, 6, 0, 0, 1 },
    /*  2 */ { MULTIPLY_CONSTANT, 0, 0, 0, 1664525 },
    /*  3 */ { ADD_CONSTANT, 0, 0, 0, 1013904223 },
    /*  4 */ { ROTATE, 2, 0, 0, 11 },
    /*  5 */ { AND_CONSTANT, 2, 2, 0, 0xFFFF },
    /*  6 */ { OR, 2, 2, 6, 0 },
    /*  7 */ { CONSTANT, 3, 0, 0, 0 },
    /*  8 */ { JUMP_IF_EQUAL, 2, 6, 0, 17 },
    /*  9 */ { AND_CONSTANT, 5, 2, 0, 1 },
    /* 10 */ { JUMP_IF_ZERO, 5, 0, 0, 14 },
    /* 11 */ { MULTIPLY_CONSTANT, 2, 2, 0, 3 },
    /* 12 */ { ADD_CONSTANT, 2, 2, 0, 1 },
    /* 13 */ { JUMP, 0, 0, 0, 15 },
    /* 14 */ { SHIFT_RIGHT, 2, 2, 6, 0 },
    /* 15 */ { ADD_CONSTANT, 3, 3, 0, 1 },
    /* 16 */ { JUMP, 0, 0, 0, 8 },
    /* 17 */ { CALL, 0, 0, 0, 20 },
    /* 18 */ { ADD, 7, 7, 6, 0 },
    /* 19 */ { JUMP, 0, 0, 0, 2 },
    /* 20 */ { PUSH, 3, 0, 0, 0 },
    /* 21 */ { REMAINDER_CONSTANT, 4, 3, 0, 61 },
    /* 22 */ { LOAD, 5, 4, 0, 7 },
    /* 23 */ { ADD, 5, 5, 3, 0 },
    /* 24 */ { COUNT_BITS, 8, 5, 0, 0 },
    /* 25 */ { MAXIMUM, 9, 9, 8, 0 },
    /* 26 */ { STORE, 5, 4, 0, 7 },
    /* 27 */ { EXCLUSIVE, 1, 1, 5, 0 },
    /* 28 */ { POP, 3, 0, 0, 0 },
    /* 29 */ { RETURN, 0, 0, 0, 0 },
};

int main(int argc, char **argv)
{
    return report("vm", run(program, (uint64_t)size_argument(argc, argv, 65) * 1000000));
}
