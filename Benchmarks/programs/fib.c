/* fib.c - a Fibonacci number by double recursion: direct calls and little else. Argument: which one. */
#include "bench.h"

/* The empty assembly keeps the compiler from turning half of the recursion into a loop: every call is a call. */
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
    return report("fib", fib(size_argument(argc, argv, 38)));
}
