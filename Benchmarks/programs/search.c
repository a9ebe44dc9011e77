/* search.c - words looked for in a text in three ways: by brute force, by skipping (Horspool) and by an automaton
 * (Knuth, Morris and Pratt). Argument: how many words. */
#include "bench.h"

#define SIZE (1 << 20)
#define LONGEST 12

static uint8_t text[SIZE];

static uint32_t count_plainly(const uint8_t *word, uint32_t length)
{
    uint32_t count = 0;
    for (uint32_t at = 0; at + length <= SIZE; at++) {
        uint32_t i = 0;
        while (i < length && text[at + i] == word[i])
            i++;
        count += i == length;
    }
    return count;
}

static uint32_t count_skipping(const uint8_t *word, uint32_t length)
{
    uint32_t skip[256], count = 0;
    for (int i = 0; i < 256; i++)
        skip[i] = length;
    for (uint32_t i = 0; i + 1 < length; i++)
        skip[word[i]] = length - 1 - i;
    for (uint32_t at = 0; at + length <= SIZE; at += skip[text[at + length - 1]])
        count += text[at + length - 1] == word[length - 1] && memcmp(text + at, word, length) == 0;
    return count;
}

static uint32_t count_by_automaton(const uint8_t *word, uint32_t length)
{
    uint32_t border[LONGEST + 1], count = 0;
    border[0] = border[1] = 0;
    for (uint32_t i = 1, matched = 0; i < length; i++) {
        while (matched && word[i] != word[matched])
            matched = border[matched];
        matched += word[i] == word[matched];
        border[i + 1] = matched;
    }
    for (uint32_t at = 0, matched = 0; at < SIZE; at++) {
        while (matched && (matched == length || text[at] != word[matched]))
            matched = border[matched];
        matched += text[at] == word[matched];
        count += matched == length;
    }
    return count;
}

int main(int argc, char **argv)
{
    uint32_t words = size_argument(argc, argv, 25);
    uint64_t random = 5783321, sum = 0;
    for (uint32_t i = 0; i < SIZE; i++)
        text[i] = (uint8_t)('a' + (next_random(&random) >> 33) % 4);
    for (uint32_t i = 0; i < words; i++) {
        uint32_t length = 4 + i % (LONGEST - 3);
        const uint8_t *word = text + (next_random(&random) >> 33) % (SIZE - LONGEST);
        uint32_t count = count_plainly(word, length);
        if (count != count_skipping(word, length) || count != count_by_automaton(word, length))
            return 1;
        sum = mix(sum, count);
    }
    return report("search", sum);
}
