/* Debugged by scripts/debugger. Lines are named there by their comments. */
struct point { int x, y; };
static int total = 0;

int add(int a, int b) {
    int sum = a + b;        /* sum */
    total += sum;
    return sum;
}

int fib(int n) {
    if (n < 2) return n;
    int left = fib(n - 1);  /* left */
    int right = fib(n - 2);
    return add(left, right);
}

int scale(int n) {
    struct point p = { n, 2 * n };
    double d = 1.5;
    int r = fib(p.x);       /* call */
    d += r;                 /* after */
    return r + p.y + (int)d;
}

int divide(int a, int b) {
    return a / b;           /* divide */
}

void endless(void) {
    volatile int turns = 0;
    for (;;) turns++;       /* endless */
}

void _start(void) {
    volatile int result = scale(6);
    (void)result;
}
