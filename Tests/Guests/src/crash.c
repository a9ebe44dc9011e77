/* crash.c - traps on purpose, several calls deep. The name section of the module
 * is kept, so that a backtrace can say: crash_here, depth_three, depth_two,
 * depth_one, main (in some spelling), _start. */
#include "guest.h"

#ifdef __clang__
#define KEEP __attribute__((noinline, optnone))
#else
#define KEEP __attribute__((noinline, noclone))
#endif

KEEP static void crash_here(int why)
{
    if (why)
        __builtin_trap();
}

KEEP static int depth_three(int n) { crash_here(n > 2); return n + 1; }
KEEP static int depth_two(int n) { return depth_three(n + 1) + 1; }
KEEP static int depth_one(int n) { return depth_two(n + 1) + 1; }

int main(void)
{
    buffer_stdout();
    puts("about to trap");
    fflush(stdout);
    printf("not reached: %d\n", depth_one(1));
    return 0;
}
