/* What the few lines have in common that call libraries without a command of their own. */
#include <stdio.h>
#include <stdlib.h>

/* All of the standard input, with a zero behind it. */
static char *read_input(size_t *size)
{
    size_t room = 1 << 16, got, length = 0;
    char *data = (char *)malloc(room);
    while (data && (got = fread(data + length, 1, room - 1 - length, stdin)) > 0)
        if ((length += got) + 1 == room) data = (char *)realloc(data, room *= 2);
    if (!data) exit(1);
    data[length] = 0;
    *size = length;
    return data;
}

/* Says how large a result is, and which one (FNV-1a). */
static void print_digest(const char *what, const void *data, size_t size)
{
    unsigned long long hash = 0xcbf29ce484222325;
    const unsigned char *bytes = (const unsigned char *)data;
    for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 0x100000001b3;
    printf("%s: %zu bytes, %016llx\n", what, size, hash);
}
