/* zstd LEVEL…: compresses the standard input at these levels, and decompresses it. */
#include "zstd.h"
#include "input.h"
#include <string.h>

int main(int count, char **arguments)
{
    size_t size;
    char *data = read_input(&size), *back = malloc(size), *packed = malloc(ZSTD_compressBound(size));
    for (int i = 1; i < count; i++) {
        size_t length = ZSTD_compress(packed, ZSTD_compressBound(size), data, size, atoi(arguments[i]));
        print_digest(arguments[i], packed, length);
        if (ZSTD_decompress(back, size, packed, length) != size || memcmp(data, back, size)) return 1;
    }
    return 0;
}
