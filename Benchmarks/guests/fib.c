/* fib.c - the 35th Fibonacci number by double recursion. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The empty assembly keeps the compiler from turning half of the recursion into a
 * loop: every call is a call. */
__attribute__((noinline)) static uint32_t fib(uint32_t n)
{
    if (n < 2)
        return n;
    uint32_t a = fib(n - 1);
    __asm__ volatile("" ::: "memory");
    uint32_t b = fib(n - 2);
    __asm__ volatile("" ::: "memory");
    return a + b;
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)atoi(argv[1]) : 35;
    printf("fib(%u) = %u\n", (unsigned)n, (unsigned)fib(n));
    return 0;
}
