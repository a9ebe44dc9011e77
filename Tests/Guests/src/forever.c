/* forever.c - calls itself until the host's stack of calls is exhausted; with the
 * argument "loop" it loops for ever instead (only a budget ends that). */
#include "guest.h"

static volatile uint32_t depth;

__attribute__((noinline)) static uint32_t deeper(uint32_t n)
{
    depth = n;
    return deeper(n + 1) + depth;
}

int main(int argc, char **argv)
{
    bool loop = argc > 1 && strcmp(argv[1], "loop") == 0;
    buffer_stdout();
    printf("%s for ever\n", loop ? "looping" : "recursing");
    fflush(stdout);
    while (loop)
        depth++;
    printf("not reached: %" PRIu32 "\n", deeper(0));
    return 0;
}
