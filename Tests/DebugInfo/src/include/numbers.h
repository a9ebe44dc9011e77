// Functions that compilers inline, of a header that several units include.
#ifndef NUMBERS_H
#define NUMBERS_H

static inline int square(int x) { return x * x; }

static inline int divided(int a, int b) {
    return a / b;
}

static inline int mixed(int a, int b) {
    int s = square(a) + square(b);
    if (s & 1)
        s = divided(s, b) + 3;
    return s ^ a;
}

#endif
