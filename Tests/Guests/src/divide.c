/* divide.c - divides by zero (or, with the argument "overflow", the lowest number
 * by -1; or, with "remainder", takes a remainder by zero). All of them trap. */
#include "guest.h"

static volatile int32_t dividend = INT32_MIN, divisor = 0;

__attribute__((noinline)) static int32_t quotient(void) { return dividend / divisor; }
__attribute__((noinline)) static int32_t remainder_of(void) { return dividend % divisor; }

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "zero";
    buffer_stdout();
    if (strcmp(how, "overflow") == 0)
        divisor = -1;
    printf("dividing: %s\n", how);
    fflush(stdout);
    int32_t result = strcmp(how, "remainder") == 0 ? remainder_of() : quotient();
    printf("not reached: %" PRId32 "\n", result);
    return 0;
}
