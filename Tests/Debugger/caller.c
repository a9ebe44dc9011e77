/* Imports a function of another module. */
__attribute__((import_module("library"), import_name("twice"))) int twice(int n);

void _start(void) {
    volatile int four = twice(2);   /* import */
    (void)four;
}
