/* blur.c - a grey picture made softer again and again: each point becomes a weighted mean of nine. Compiled twice: with
 * SIMD, sixteen points at a time, and without. Argument: rounds. */
#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

#include "bench.h"

#define WIDTH 1024
#define HEIGHT 512

static uint8_t pictures[2][HEIGHT][WIDTH + 16];

/* Weights 1 2 1 of three rows, in 16 bits for each column, and then of three columns. */
static uint16_t columns[WIDTH + 16];

static void blur_row(const uint8_t *above, const uint8_t *row, const uint8_t *below, uint8_t *to)
{
#ifdef __wasm_simd128__
    for (int i = 0; i < WIDTH; i += 16) {
        v128_t a = wasm_v128_load(above + i), r = wasm_v128_load(row + i), b = wasm_v128_load(below + i);
        v128_t low = wasm_i16x8_add(wasm_u16x8_extend_low_u8x16(a), wasm_u16x8_extend_low_u8x16(b));
        v128_t high = wasm_i16x8_add(wasm_u16x8_extend_high_u8x16(a), wasm_u16x8_extend_high_u8x16(b));
        low = wasm_i16x8_add(low, wasm_i16x8_shl(wasm_u16x8_extend_low_u8x16(r), 1));
        high = wasm_i16x8_add(high, wasm_i16x8_shl(wasm_u16x8_extend_high_u8x16(r), 1));
        wasm_v128_store(columns + i, low);
        wasm_v128_store(columns + i + 8, high);
    }
    v128_t half = wasm_i16x8_splat(8);
    for (int i = 0; i < WIDTH - 16; i += 16) {
        v128_t low = wasm_i16x8_add(wasm_v128_load(columns + i), wasm_v128_load(columns + i + 2));
        v128_t high = wasm_i16x8_add(wasm_v128_load(columns + i + 8), wasm_v128_load(columns + i + 10));
        low = wasm_i16x8_add(low, wasm_i16x8_shl(wasm_v128_load(columns + i + 1), 1));
        high = wasm_i16x8_add(high, wasm_i16x8_shl(wasm_v128_load(columns + i + 9), 1));
        low = wasm_u16x8_shr(wasm_i16x8_add(low, half), 4);
        high = wasm_u16x8_shr(wasm_i16x8_add(high, half), 4);
        wasm_v128_store(to + i + 1, wasm_u8x16_narrow_i16x8(low, high));
    }
#else
    for (int i = 0; i < WIDTH; i++)
        columns[i] = (uint16_t)(above[i] + 2 * row[i] + below[i]);
    for (int i = 0; i < WIDTH - 16; i++)
        to[i + 1] = (uint8_t)((columns[i] + 2 * columns[i + 1] + columns[i + 2] + 8) >> 4);
#endif
}

int main(int argc, char **argv)
{
    uint32_t rounds = size_argument(argc, argv, 45);
    uint64_t random = 1442695040888963407u, sum = 0;
    for (int row = 0; row < HEIGHT; row++)
        for (int column = 0; column < WIDTH; column++)
            pictures[0][row][column] = (uint8_t)(next_random(&random) >> 56);
    memcpy(pictures[1], pictures[0], sizeof pictures[0]);
    for (uint32_t round = 0; round < rounds; round++)
        for (int row = 1; row < HEIGHT - 1; row++)
            blur_row(pictures[round % 2][row - 1], pictures[round % 2][row], pictures[round % 2][row + 1],
                     pictures[(round + 1) % 2][row]);
    for (int row = 0; row < HEIGHT; row++)
        for (int column = 0; column < WIDTH; column++)
            sum = mix(sum, pictures[rounds % 2][row][column]);
    return report("blur", sum);
}
