/* floats.c - prints floating-point numbers in many formats, reads them back, and
 * looks at the corners: signed zeros, infinities, NaN, denormals, rounding and
 * conversions. The printed text pins down every bit. */
#include "guest.h"
#include <float.h>
#include <math.h>

static uint64_t bits_of(double x)
{
    uint64_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

static double from_bits(uint64_t b)
{
    double x;
    memcpy(&x, &b, sizeof x);
    return x;
}

static uint32_t bits_of_single(float x)
{
    uint32_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

/* Keeps the compiler from working the answer out in advance. */
static double hide(double x)
{
    volatile double v = x;
    return v;
}

static float hide_single(float x)
{
    volatile float v = x;
    return v;
}

static void print_formats(double x)
{
    printf("%016" PRIx64 "  %g  %e  %.3f  %a  %.17g\n", bits_of(x), x, x,
           fabs(x) < 1e15 || isinf(x) ? x : 0.0, x, x);
}

static void formats(void)
{
    puts("-- formats");
    const double samples[] = {
        0.0, -0.0, 1.0, -1.0, 0.1, 1.0 / 3.0, 2.5, 3.5, 1e15, 1e16, 123456789.125, 1e-5, 1e-4,
        0.0009765625, 6.02214076e23, 1.6e-19, 9007199254740993.0, 4503599627370497.5, 1e100, 1e300,
        DBL_MAX, DBL_MIN, DBL_EPSILON, INFINITY, -INFINITY,
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        print_formats(samples[i]);
    printf("nan: %g %f %e\n", hide(NAN), hide(NAN), hide(NAN));

    printf("[%10.3f] [%-10.3f] [%+.2e] [% g] [%010.4f] [%#.0f] [%#g]\n",
           3.14159, 3.14159, 12345.678, 42.0, -2.5, 3.0, 1.0);
    printf("half to even: %.0f %.0f %.0f %.0f %.0f\n", 0.5, 1.5, 2.5, 3.5, 4.5);
    printf("many digits: %.40f\n", 0.1);
    printf("1e22 exactly: %.0f, 2^100 exactly: %.0f\n", 1e22, 1267650600228229401496703205376.0);
}

static void denormals(void)
{
    puts("-- denormals");
    const uint64_t samples[] = { 1, 2, 3, 0xFFFFF, UINT64_C(0x8000000000000),
                                 UINT64_C(0xFFFFFFFFFFFFF), UINT64_C(0x8000000000000001) };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        double x = from_bits(samples[i]);
        printf("%016" PRIx64 "  %g  %.17e\n", samples[i], x, x);
    }
    /* A library may write these with either leading digit; both are the number. */
    char text[64];
    snprintf(text, sizeof text, "%a", from_bits(1));
    printf("smallest through %%a and back: %016" PRIx64 "\n", bits_of(strtod(text, NULL)));

    double x = hide(DBL_MIN);
    int halvings = 0;
    while (x > 0.0) {
        x /= 2.0;
        halvings++;
    }
    printf("DBL_MIN halved to zero in %d steps\n", halvings);
    float y = hide_single(FLT_MIN);
    halvings = 0;
    while (y > 0.0f) {
        y /= 2.0f;
        halvings++;
    }
    printf("FLT_MIN halved to zero in %d steps\n", halvings);
}

static void round_trips(void)
{
    puts("-- round trips");
    uint64_t seed = 2024;
    int tried = 0, exact17 = 0, exact_hex = 0, exact15 = 0;
    for (int i = 0; i < 60; i++) {
        double x = from_bits(next_random(&seed));
        if (isnan(x) || isinf(x))
            continue;
        char text[400];
        tried++;
        snprintf(text, sizeof text, "%.17g", x);
        exact17 += bits_of(strtod(text, NULL)) == bits_of(x);
        snprintf(text, sizeof text, "%a", x);
        exact_hex += bits_of(strtod(text, NULL)) == bits_of(x);
        snprintf(text, sizeof text, "%.15g", x);
        exact15 += bits_of(strtod(text, NULL)) == bits_of(x);
    }
    printf("%d tried: %d exact with 17 digits, %d in hexadecimal, %d with 15 digits\n",
           tried, exact17, exact_hex, exact15);

    static const char *const texts[] = {
        "0", "-0", "1e400", "-1e400", "1e-400", "4.9406564584124654e-324", "2.4703282292062327e-324",
        "2.4703282292062328e-324", "2.2250738585072011e-308", "1.7976931348623158e308",
        "1.7976931348623159e308", "9007199254740993", "0x1.8p1", "  +12.5e-1xyz", "inf", "-Infinity",
        ".5", "5.", "1e", "0x", "179769313486231580793728971405301199e272",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *end;
        double x = strtod(texts[i], &end);
        printf("%-40s %016" PRIx64 " rest \"%s\"\n", texts[i], bits_of(x), end);
    }
    printf("strtof 0.1: %08" PRIx32 ", 16777217: %08" PRIx32 "\n",
           bits_of_single(strtof("0.1", NULL)), bits_of_single(strtof("16777217", NULL)));
}

static void arithmetic(void)
{
    puts("-- arithmetic");
    printf("0/0 is nan: %d, inf-inf is nan: %d, 1/-0: %g\n", isnan(hide(0.0) / hide(0.0)),
           isnan(hide(INFINITY) - hide(INFINITY)), hide(1.0) / hide(-0.0));
    printf("nan == nan: %d, nan < 1: %d, -0 == 0: %d\n", hide(NAN) == hide(NAN), hide(NAN) < 1.0,
           hide(-0.0) == hide(0.0));
    const double values[] = { 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 4503599627370497.5, -0.0 };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        double x = hide(values[i]);
        printf("%-20.17g floor %g ceil %g trunc %g rint %g\n", x, floor(x), ceil(x), trunc(x), rint(x));
    }
    printf("sqrt: %.17g %.17g %g, copysign: %g, fabs: %g\n", sqrt(hide(2.0)), sqrt(hide(1e-320)),
           sqrt(hide(-0.0)), copysign(hide(3.0), hide(-0.0)), fabs(hide(-7.25)));
    double sum = 0.0, correction = 0.0, plain = 0.0;
    for (int i = 1; i <= 20000; i++) {            /* Kahan's summation against the plain one */
        double term = 1.0 / i;
        double y = term - correction, t = sum + y;
        correction = (t - sum) - y;
        sum = t;
        plain += term;
    }
    printf("harmonic(20000): plain %.17g, compensated %.17g\n", plain, sum);
    float single = 0.0f;
    for (int i = 0; i < 100000; i++)
        single += 0.1f;
    printf("a hundred thousand tenths in single precision: %.9g\n", (double)single);
}

static void conversions(void)
{
    puts("-- conversions");
    printf("u64 to double: %.0f %.0f\n", (double)UINT64_MAX, (double)(UINT64_MAX - 1024));
    printf("i64 to float: %08" PRIx32 " %08" PRIx32 "\n",
           bits_of_single((float)(INT64_C(1) << 40 | 0xFFFF)), bits_of_single((float)INT64_MIN));
    printf("double to float: %08" PRIx32 " %08" PRIx32 " %08" PRIx32 "\n",
           bits_of_single((float)hide(1.0 + 1e-8)), bits_of_single((float)hide(1e-45)),
           bits_of_single((float)hide(1e39)));
    printf("to integers: %d %u %" PRId64 " %" PRIu64 "\n", (int)hide(-2147483648.9), (unsigned)hide(4294967295.5),
           (int64_t)hide(-9.2233720368547748e18), (uint64_t)hide(1.8446744073709550e19));
    int exponent;
    double fraction = frexp(hide(1000.0), &exponent);
    printf("frexp(1000): %g * 2^%d, ldexp(0.75, -1073): %.17g, fmod(10.5, 3): %g\n", fraction, exponent,
           ldexp(0.75, -1073), fmod(hide(10.5), 3.0));
}

int main(void)
{
    buffer_stdout();
    formats();
    denormals();
    round_trips();
    arithmetic();
    conversions();
    return 0;
}
