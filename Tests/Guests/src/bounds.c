/* bounds.c - reads (or, with the argument "write", writes) just behind the end
 * of memory, after the last whole word has been used without trouble. */
#include "guest.h"

#ifdef __wasm__
#define MEMORY_END (__builtin_wasm_memory_size(0) * 65536u)
#else
#define MEMORY_END 0u
#endif

__attribute__((noinline)) static uint32_t read_word(uintptr_t address)
{
    return *(volatile uint32_t *)address;
}

__attribute__((noinline)) static void write_word(uintptr_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

int main(int argc, char **argv)
{
    bool write = argc > 1 && strcmp(argv[1], "write") == 0;
    buffer_stdout();
    uint32_t last = read_word(MEMORY_END - 4);
    write_word(MEMORY_END - 4, last);
    printf("the last word can be used; now %s across the end\n", write ? "writing" : "reading");
    fflush(stdout);
    if (write)
        write_word(MEMORY_END - 3, 0);
    else
        last = read_word(MEMORY_END - 3);
    printf("not reached: %" PRIu32 "\n", last);
    return 0;
}
