/* flood.c - writes one character at a time, unbuffered: each is a call to the
 * host. The number of characters is the first argument (100000 if none). */
#include "guest.h"

int main(int argc, char **argv)
{
    long count = argc > 1 ? atol(argv[1]) : 100000;
    setvbuf(stdout, NULL, _IONBF, 0);
    for (long i = 0; i < count; i++)
        putchar(i % 64 == 63 || i == count - 1 ? '\n' : (int)('!' + i % 94));
    return 0;
}
