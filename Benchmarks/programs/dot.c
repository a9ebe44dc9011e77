/* dot.c - dot products of 16-bit integers and of floats. Compiled twice: with SIMD, and without, where the floats are
 * added in the same four sums. Argument: how many products of 4,096. */
#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

#include "bench.h"

#define COUNT 4096

static int16_t a[COUNT], b[COUNT];
static float x[COUNT], y[COUNT];

#ifdef __wasm_simd128__

static int32_t dot_integers(uint32_t shift)
{
    v128_t sum = wasm_i32x4_splat(0);
    for (uint32_t i = 0; i + 8 + shift <= COUNT; i += 8)
        sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(wasm_v128_load(a + i), wasm_v128_load(b + i + shift)));
    return wasm_i32x4_extract_lane(sum, 0) + wasm_i32x4_extract_lane(sum, 1) + wasm_i32x4_extract_lane(sum, 2)
         + wasm_i32x4_extract_lane(sum, 3);
}

static float dot_floats(uint32_t shift)
{
    v128_t sum = wasm_f32x4_splat(0);
    for (uint32_t i = 0; i + 4 + shift <= COUNT; i += 4)
        sum = wasm_f32x4_add(sum, wasm_f32x4_mul(wasm_v128_load(x + i), wasm_v128_load(y + i + shift)));
    return (wasm_f32x4_extract_lane(sum, 0) + wasm_f32x4_extract_lane(sum, 1))
         + (wasm_f32x4_extract_lane(sum, 2) + wasm_f32x4_extract_lane(sum, 3));
}

#else

static int32_t dot_integers(uint32_t shift)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i + 8 + shift <= COUNT; i += 8)
        for (uint32_t j = i; j < i + 8; j++)
            sum += a[j] * b[j + shift];
    return sum;
}

static float dot_floats(uint32_t shift)
{
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (uint32_t i = 0; i + 4 + shift <= COUNT; i += 4) {
        s0 += x[i] * y[i + shift];
        s1 += x[i + 1] * y[i + 1 + shift];
        s2 += x[i + 2] * y[i + 2 + shift];
        s3 += x[i + 3] * y[i + 3 + shift];
    }
    return (s0 + s1) + (s2 + s3);
}

#endif

int main(int argc, char **argv)
{
    uint32_t products = size_argument(argc, argv, 15000);
    uint64_t random = 6364136223846793005u, sum = 0;
    for (int i = 0; i < COUNT; i++) {
        a[i] = (int16_t)(next_random(&random) >> 53);
        b[i] = (int16_t)((int32_t)(next_random(&random) >> 53) - 1024);
        x[i] = (float)(next_random(&random) >> 48) / 4096;
        y[i] = (float)(next_random(&random) >> 48) / 8192 - 4;
    }
    for (uint32_t i = 0; i < products; i++) {
        sum = mix(sum, (uint32_t)dot_integers(i % 64));
        sum = mix(sum, double_bits((double)dot_floats(i % 64)));
    }
    return report("dot", sum);
}
