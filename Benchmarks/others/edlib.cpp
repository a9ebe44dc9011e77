// edlib LENGTH TIMES: aligns two random sequences, of which one is the other with changes.
#include "edlib.h"
#include <cstdio>
#include <cstdlib>
#include <string>

int main(int count, char **arguments)
{
    if (count != 3) return 2;
    unsigned state = 1, length = atoi(arguments[1]), distance = 0, parts = 0;
    auto next = [&] { return (state = state * 1664525 + 1013904223) >> 16; };
    for (int times = atoi(arguments[2]); times > 0; times--) {
        std::string one, two;
        for (unsigned i = 0; i < length; i++) {
            one += "ACGT"[next() % 4];
            unsigned change = next() % 100;
            if (change >= 3) two += change < 12 ? "ACGT"[next() % 4] : one.back();
            if (change > 96) two += "ACGT"[next() % 4];
        }
        EdlibAlignResult result = edlibAlign(one.data(), one.size(), two.data(), two.size(),
            edlibNewAlignConfig(-1, times % 2 ? EDLIB_MODE_NW : EDLIB_MODE_HW, EDLIB_TASK_PATH, nullptr, 0));
        distance += result.editDistance;
        parts += result.alignmentLength;
        edlibFreeAlignResult(result);
    }
    printf("%u %u\n", distance, parts);
    return 0;
}
