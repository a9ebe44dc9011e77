/* badcall.c - calls through a function pointer of the wrong type (or, with the
 * argument "null", through a null pointer; or, with "far", through an index
 * that is not in the table). */
#include "guest.h"

static double takes_double(double x) { return x * 2; }

static volatile uintptr_t target;

__attribute__((noinline)) static int64_t call_as_integer(int64_t x)
{
    return ((int64_t (*)(int64_t))target)(x);
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "type";
    buffer_stdout();
    target = (uintptr_t)takes_double;
    if (strcmp(how, "null") == 0)
        target = 0;
    else if (strcmp(how, "far") == 0)
        target = 123456;
    printf("calling badly: %s\n", how);
    fflush(stdout);
    printf("not reached: %" PRId64 "\n", call_as_integer(21));
    return 0;
}
