/* hashes.c - SHA-256, FNV-1a, CRC-32 and Adler-32 of fixed strings, of many
 * thousand bytes (how many thousand is the first argument, or 100), and of stdin. */
#include "guest.h"

/* ---- SHA-256 (FIPS 180-4) ---- */

typedef struct {
    uint32_t state[8];
    uint8_t block[64];
    uint64_t length;
} Sha256;

/* The first 32 bits of the fractional parts of roots of the first primes. They
 * are worked out rather than listed: integer square and cube roots of p * 2^64
 * and p * 2^96 would not fit, so bits are found one at a time. */
static uint32_t round_constants[64], initial_state[8];

typedef struct { uint64_t high, low; } Wide;

static Wide multiply_wide(uint64_t a, uint64_t b)
{
    uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
    uint64_t ll = al * bl, lh = al * bh, hl = ah * bl, hh = ah * bh;
    uint64_t middle = (ll >> 32) + (uint32_t)lh + (uint32_t)hl;
    return (Wide){ hh + (lh >> 32) + (hl >> 32) + (middle >> 32), middle << 32 | (uint32_t)ll };
}

/* Is x^2 <= prime * 2^64?  x has 32 fractional bits. */
static bool square_fits(uint64_t x, uint32_t prime)
{
    Wide square = multiply_wide(x, x);
    return square.high < prime || (square.high == prime && square.low == 0);
}

/* Is x^3 <= prime * 2^96?  x < 2^35, so x^2 < 2^70 and x^3 < 2^105. */
static bool cube_fits(uint64_t x, uint32_t prime)
{
    Wide square = multiply_wide(x, x);
    Wide low = multiply_wide(square.low, x);
    uint64_t high = square.high * x + low.high;    /* bits 64 and up of the cube */
    uint64_t limit = (uint64_t)prime << 32;
    return high < limit || (high == limit && low.low == 0);
}

static uint32_t root_fraction(uint32_t prime, bool (*fits)(uint64_t, uint32_t))
{
    uint64_t root = 0;
    for (int bit = 36; bit >= 0; bit--)
        if (fits(root | UINT64_C(1) << bit, prime))
            root |= UINT64_C(1) << bit;
    return (uint32_t)root;
}

static void prepare_constants(void)
{
    uint32_t candidate = 2;
    for (int found = 0; found < 64; candidate++) {
        bool prime = true;
        for (uint32_t d = 2; d * d <= candidate; d++)
            if (candidate % d == 0)
                prime = false;
        if (!prime)
            continue;
        round_constants[found] = root_fraction(candidate, cube_fits);
        if (found < 8)
            initial_state[found] = root_fraction(candidate, square_fits);
        found++;
    }
}

static uint32_t rotate_right(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static void sha256_block(Sha256 *sha)
{
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)sha->block[4 * i] << 24 | (uint32_t)sha->block[4 * i + 1] << 16
             | (uint32_t)sha->block[4 * i + 2] << 8 | sha->block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotate_right(a, 7) ^ rotate_right(a, 18) ^ a >> 3)
             + (rotate_right(b, 17) ^ rotate_right(b, 19) ^ b >> 10);
    }
    memcpy(s, sha->state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t e = s[4], a = s[0];
        uint32_t t1 = s[7] + (rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25))
                    + ((e & s[5]) ^ (~e & s[6])) + round_constants[i] + w[i];
        uint32_t t2 = (rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22))
                    + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
        memmove(&s[1], &s[0], 7 * sizeof s[0]);
        s[4] += t1;
        s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        sha->state[i] += s[i];
}

static void sha256_begin(Sha256 *sha)
{
    memcpy(sha->state, initial_state, sizeof sha->state);
    sha->length = 0;
}

static void sha256_add(Sha256 *sha, const uint8_t *data, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sha->block[sha->length++ % 64] = data[i];
        if (sha->length % 64 == 0)
            sha256_block(sha);
    }
}

static void sha256_end(Sha256 *sha, char text[65])
{
    uint64_t bits = sha->length * 8;
    sha256_add(sha, (const uint8_t *)"\x80", 1);
    while (sha->length % 64 != 56)
        sha256_add(sha, (const uint8_t *)"", 1);
    for (int shift = 56; shift >= 0; shift -= 8)
        sha256_add(sha, &(uint8_t){ (uint8_t)(bits >> shift) }, 1);
    for (int i = 0; i < 8; i++)
        snprintf(text + 8 * i, 9, "%08" PRIx32, sha->state[i]);
}

/* ---- the small ones ---- */

static uint32_t fnv1a_32(uint32_t h, const uint8_t *p, size_t n)
{
    while (n-- > 0)
        h = (h ^ *p++) * UINT32_C(16777619);
    return h;
}

static uint64_t fnv1a_64(uint64_t h, const uint8_t *p, size_t n)
{
    while (n-- > 0)
        h = (h ^ *p++) * UINT64_C(1099511628211);
    return h;
}

static uint32_t crc32(uint32_t crc, const uint8_t *p, size_t n)
{
    static uint32_t table[256];
    if (table[1] == 0)
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t c = i;
            for (int k = 0; k < 8; k++)
                c = c & 1 ? c >> 1 ^ UINT32_C(0xEDB88320) : c >> 1;
            table[i] = c;
        }
    crc = ~crc;
    while (n-- > 0)
        crc = table[(crc ^ *p++) & 0xFF] ^ crc >> 8;
    return ~crc;
}

static uint32_t adler32(uint32_t adler, const uint8_t *p, size_t n)
{
    uint32_t a = adler & 0xFFFF, b = adler >> 16;
    while (n-- > 0) {
        a = (a + *p++) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

/* ---- all of them together ---- */

typedef struct {
    Sha256 sha;
    uint32_t fnv32, crc, adler;
    uint64_t fnv64, length;
} Digests;

static void begin(Digests *d)
{
    sha256_begin(&d->sha);
    d->fnv32 = UINT32_C(2166136261);
    d->fnv64 = UINT64_C(14695981039346656037);
    d->crc = 0;
    d->adler = 1;
    d->length = 0;
}

static void add(Digests *d, const void *data, size_t n)
{
    sha256_add(&d->sha, data, n);
    d->fnv32 = fnv1a_32(d->fnv32, data, n);
    d->fnv64 = fnv1a_64(d->fnv64, data, n);
    d->crc = crc32(d->crc, data, n);
    d->adler = adler32(d->adler, data, n);
    d->length += n;
}

static void report(Digests *d, const char *name)
{
    char text[65];
    uint64_t length = d->length;
    sha256_end(&d->sha, text);
    printf("%s (%" PRIu64 " bytes)\n  sha256  %s\n  fnv1a   %08" PRIx32 " %016" PRIx64
           "\n  crc32   %08" PRIx32 "\n  adler32 %08" PRIx32 "\n",
           name, length, text, d->fnv32, d->fnv64, d->crc, d->adler);
}

int main(int argc, char **argv)
{
    static const char *const strings[] = {
        "", "abc", "The quick brown fox jumps over the lazy dog",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    };
    Digests digests;
    uint8_t buffer[1000];

    int thousands = argc > 1 ? atoi(argv[1]) : 100;
    buffer_stdout();
    prepare_constants();
    REQUIRE(round_constants[0] == 0x428a2f98 && initial_state[0] == 0x6a09e667);

    for (size_t i = 0; i < 4; i++) {
        char name[80];
        begin(&digests);
        add(&digests, strings[i], strlen(strings[i]));
        snprintf(name, sizeof name, "\"%s\"", strings[i]);
        report(&digests, name);
    }

    begin(&digests);
    memset(buffer, 'a', sizeof buffer);
    for (int i = 0; i < thousands; i++)
        add(&digests, buffer, sizeof buffer);
    report(&digests, "many times 'a'");

    size_t n;
    begin(&digests);
    while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0)
        add(&digests, buffer, n);
    report(&digests, "stdin");
    return 0;
}
