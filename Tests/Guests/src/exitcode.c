/* exitcode.c - ends with the status given as its first argument. A second
 * argument chooses how: "return" from main (the usual), "exit", or "_Exit",
 * which must not write out what is still buffered. */
#include "guest.h"

static void farewell(void)
{
    puts("atexit handler ran");
}

int main(int argc, char **argv)
{
    int status = argc > 1 ? atoi(argv[1]) : 0;
    const char *how = argc > 2 ? argv[2] : "return";
    buffer_stdout();
    atexit(farewell);
    printf("ending with %d by %s\n", status, how);
    if (strcmp(how, "_Exit") == 0)
        _Exit(status);
    if (strcmp(how, "exit") == 0)
        exit(status);
    return status;
}
