/* dispatch.c - everything here goes through function pointers, so the compiler
 * must use call_indirect: a state machine, callbacks with many signatures, and
 * recursion through a pointer. */
#include "guest.h"

typedef struct State State;
struct State { State (*next)(int c, unsigned *numbers); };

static State in_space(int c, unsigned *numbers);
static State in_word(int c, unsigned *numbers);
static State in_number(int c, unsigned *numbers);

static State classify(int c, unsigned *numbers)
{
    if (c < '0' || c > '9')
        return (State){ c == ' ' ? in_space : in_word };
    (*numbers)++;
    return (State){ in_number };
}

static State in_space(int c, unsigned *numbers) { return classify(c, numbers); }

static State in_word(int c, unsigned *numbers)
{
    (void)numbers;
    return c == ' ' ? (State){ in_space } : (State){ in_word };
}

static State in_number(int c, unsigned *numbers)
{
    if (c >= '0' && c <= '9')
        return (State){ in_number };
    if (c == ' ')
        return (State){ in_space };
    (*numbers)--;                       /* a number with a tail is a word */
    return (State){ in_word };
}

static void numbers_in(const char *text)
{
    volatile State state = { in_space };
    unsigned numbers = 0;
    for (; *text; text++) {
        State now = { state.next };
        state.next = now.next(*text, &numbers).next;
    }
    printf("numbers: %u\n", numbers);
}

/* One of each shape, so that the type check at the call has something to check. */
static int32_t of_i32(int32_t a) { return a * 3 + 1; }
static int64_t of_i64(int64_t a, int64_t b) { return a * b - 1; }
static float of_f32(float a, float b) { return a * b + 0.5f; }
static double of_f64(double a, int32_t n) { return n == 0 ? 1.0 : a * of_f64(a, n - 1); }
static double of_many(int32_t a, int64_t b, float c, double d, int32_t e, int64_t f, float g, double h)
{
    return a + (double)b * 2 + c * 3.0 + d * 4 + e * 5.0 + (double)f * 6 + g * 7.0 + h * 8;
}

static struct {
    int32_t (*i32)(int32_t);
    int64_t (*i64)(int64_t, int64_t);
    float (*f32)(float, float);
    double (*f64)(double, int32_t);
    double (*many)(int32_t, int64_t, float, double, int32_t, int64_t, float, double);
} volatile functions = { of_i32, of_i64, of_f32, of_f64, of_many };

typedef uint32_t (*Recursive)(uint32_t n, void *self);

static uint32_t fib(uint32_t n, void *self)
{
    volatile Recursive again = (Recursive)(uintptr_t)self;
    return n < 2 ? n : again(n - 1, self) + again(n - 2, self);
}

static uint32_t hofstadter(uint32_t n, void *self)
{
    volatile Recursive again = (Recursive)(uintptr_t)self;
    return n == 0 ? 0 : n - again(again(n - 1, self), self);
}

typedef struct { uint32_t (*operation)(uint32_t, uint32_t); char symbol; } Operation;
static uint32_t op_add(uint32_t a, uint32_t b) { return a + b; }
static uint32_t op_sub(uint32_t a, uint32_t b) { return a - b; }
static uint32_t op_mul(uint32_t a, uint32_t b) { return a * b; }
static uint32_t op_xor(uint32_t a, uint32_t b) { return a ^ b; }
static uint32_t op_rot(uint32_t a, uint32_t b) { return a << (b & 31) | a >> ((32 - b) & 31); }

static void random_operations(int count)
{
    static const Operation operations[] = {
        { op_add, '+' }, { op_sub, '-' }, { op_mul, '*' }, { op_xor, '^' }, { op_rot, '<' },
    };
    uint64_t seed = 11;
    uint32_t value = 1;
    char trail[33] = "";
    for (int i = 0; i < count; i++) {
        const Operation *o = &operations[next_random(&seed) % 5];
        value = o->operation(value, (uint32_t)next_random(&seed) | 1);
        if (i < 32)
            trail[i] = o->symbol;
    }
    printf("%d random operations: %s... %08" PRIx32 "\n", count, trail, value);
}

int main(void)
{
    buffer_stdout();
    numbers_in("12 abc 7x 900 x1 0 42");
    printf("i32 %" PRId32 ", i64 %" PRId64 ", f32 %g, f64 %g, many %g\n", functions.i32(-14),
           functions.i64(INT64_C(3000000000), 7), (double)functions.f32(1.25f, 8.0f), functions.f64(1.5, 10),
           functions.many(1, 2, 3.0f, 4.0, 5, 6, 7.0f, 8.0));
    printf("fib(20) = %" PRIu32 ", hofstadter G(25) = %" PRIu32 "\n", fib(20, (void *)(uintptr_t)fib),
           hofstadter(25, (void *)(uintptr_t)hofstadter));
    random_operations(50000);
    return 0;
}
