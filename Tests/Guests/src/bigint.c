/* bigint.c - arithmetic on numbers of any size in base 10^9, and the corners of
 * 64-bit arithmetic that the machine offers itself. */
#include "guest.h"

#define LIMBS 128
#define BASE UINT32_C(1000000000)

typedef struct {
    uint32_t limb[LIMBS];   /* least significant first */
    int count;
} Big;

static Big big(uint64_t n)
{
    Big b = { .count = 0 };
    do {
        b.limb[b.count++] = (uint32_t)(n % BASE);
        n /= BASE;
    } while (n > 0);
    return b;
}

static void multiply_small(Big *b, uint32_t factor)
{
    uint64_t carry = 0;
    for (int i = 0; i < b->count; i++) {
        carry += (uint64_t)b->limb[i] * factor;
        b->limb[i] = (uint32_t)(carry % BASE);
        carry /= BASE;
    }
    while (carry > 0) {
        REQUIRE(b->count < LIMBS);
        b->limb[b->count++] = (uint32_t)(carry % BASE);
        carry /= BASE;
    }
}

static uint32_t divide_small(Big *b, uint32_t divisor)
{
    uint64_t rest = 0;
    for (int i = b->count - 1; i >= 0; i--) {
        rest = rest * BASE + b->limb[i];
        b->limb[i] = (uint32_t)(rest / divisor);
        rest %= divisor;
    }
    while (b->count > 1 && b->limb[b->count - 1] == 0)
        b->count--;
    return (uint32_t)rest;
}

static void add(Big *a, const Big *b)
{
    uint32_t carry = 0;
    for (int i = 0; i < b->count || carry; i++) {
        REQUIRE(i < LIMBS);
        if (i == a->count)
            a->limb[a->count++] = 0;
        uint32_t sum = a->limb[i] + (i < b->count ? b->limb[i] : 0) + carry;
        carry = sum >= BASE;
        a->limb[i] = carry ? sum - BASE : sum;
    }
}

static Big multiply(const Big *a, const Big *b)
{
    Big product = { .count = a->count + b->count };
    REQUIRE(product.count <= LIMBS);
    for (int i = 0; i < a->count; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < b->count || carry; j++) {
            uint64_t current = product.limb[i + j] + carry;
            if (j < b->count)
                current += (uint64_t)a->limb[i] * b->limb[j];
            product.limb[i + j] = (uint32_t)(current % BASE);
            carry = current / BASE;
        }
    }
    while (product.count > 1 && product.limb[product.count - 1] == 0)
        product.count--;
    return product;
}

static void show(const char *name, const Big *b)
{
    printf("%s = %" PRIu32, name, b->limb[b->count - 1]);
    for (int i = b->count - 2; i >= 0; i--)
        printf("%09" PRIu32, b->limb[i]);
    putchar('\n');
}

static void factorials(void)
{
    char name[16];
    Big f = big(1);
    for (uint32_t n = 1; n <= 300; n++) {
        multiply_small(&f, n);
        if (n <= 25 ? n % 5 == 0 : n % 100 == 0) {
            snprintf(name, sizeof name, "%" PRIu32 "!", n);
            show(name, &f);
        }
    }
    for (uint32_t n = 300; n > 1; n--)          /* and all the way back down */
        REQUIRE(divide_small(&f, n) == 0);
    REQUIRE(f.count == 1 && f.limb[0] == 1);
}

static void fibonacci_and_powers(void)
{
    Big a = big(0), b = big(1);
    for (int i = 0; i < 1000; i++) {
        Big next = a;
        add(&next, &b);
        a = b;
        b = next;
    }
    show("fibonacci(1000)", &a);

    Big result = big(1), base = big(3);
    for (unsigned exponent = 500; exponent; exponent >>= 1) {
        if (exponent & 1)
            result = multiply(&result, &base);
        if (exponent > 1)
            base = multiply(&base, &base);
    }
    show("3^500", &result);
    printf("3^500 mod 1000007 = %" PRIu32 "\n", divide_small(&result, 1000007));
}

static uint64_t power_mod(uint64_t base, uint64_t exponent, uint64_t modulus)
{
    uint64_t result = 1;
    for (base %= modulus; exponent; exponent >>= 1) {
        if (exponent & 1)
            result = result * base % modulus;
        base = base * base % modulus;
    }
    return result;
}

/* Deterministic Miller-Rabin for numbers below 2^32. */
static bool is_prime(uint64_t n)
{
    static const uint64_t witnesses[] = { 2, 7, 61 };
    if (n < 2 || (n % 2 == 0 && n != 2))
        return false;
    int twos = 0;
    uint64_t odd = n - 1;
    while (odd % 2 == 0 && odd > 0) {
        odd /= 2;
        twos++;
    }
    for (int w = 0; w < 3; w++) {
        if (witnesses[w] % n == 0)
            continue;
        uint64_t x = power_mod(witnesses[w], odd, n);
        bool passes = x == 1 || x == n - 1;
        for (int i = 1; i < twos && !passes; i++) {
            x = x * x % n;
            passes = x == n - 1;
        }
        if (!passes)
            return false;
    }
    return true;
}

static void machine_words(void)
{
    static const int64_t values[] = { 0, 1, -1, 42, -42, INT64_MAX, INT64_MIN + 1, INT64_C(0x123456789ABCDEF) };
    volatile int64_t source;
    for (size_t i = 0; i < 8; i++) {
        source = values[i];
        int64_t x = source;
        uint64_t u = (uint64_t)x;
        printf("%20" PRId64 " %20" PRIu64 " /7 %" PRId64 " %%7 %" PRId64 " u/10 %" PRIu64 " >>3 %" PRId64
               " u>>60 %" PRIu64 " *3 %" PRIu64 "\n", x, u, x / 7, x % 7, u / 10, x >> 3, u >> 60, u * 3);
        printf("    ones %d, leading %d, trailing %d, rotated %016" PRIx64 ", narrow %d %d %d %u\n",
               __builtin_popcountll(u), u ? __builtin_clzll(u) : 64, u ? __builtin_ctzll(u) : 64,
               u << 13 | u >> 51, (int8_t)u, (int16_t)u, (int32_t)u, (unsigned)(uint32_t)u);
    }
    uint64_t seed = 5, mixed = 0;
    for (int i = 0; i < 2000; i++) {
        uint64_t a = next_random(&seed), b = next_random(&seed) >> (i % 64) | 1;
        REQUIRE(a / b * b + a % b == a);
        int64_t sa = (int64_t)a, sb = (int64_t)b;
        if (sb != -1)
            REQUIRE(sa / sb * sb + sa % sb == sa);
        mixed = mixed * 31 + a / b + (uint64_t)(sa >> (i % 64)) + (a << (i % 64));
    }
    printf("mixed %016" PRIx64 "\n", mixed);
    unsigned primes = 0;
    for (uint64_t n = UINT64_C(4294960000); n < UINT64_C(4294967296); n++)
        primes += is_prime(n);
    printf("primes just below 2^32: %u\n", primes);
}

int main(void)
{
    buffer_stdout();
    factorials();
    fibonacci_and_powers();
    machine_words();
    return 0;
}
