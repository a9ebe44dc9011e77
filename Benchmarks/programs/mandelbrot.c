/* mandelbrot.c - how often points of the plane can be squared before they run away: floating point in registers, and
 * exits from a loop. Argument: points on a side. */
#include "bench.h"

#define MOST 200

static uint32_t escape(double cx, double cy)
{
    double x = 0, y = 0;
    for (uint32_t turn = 0; turn < MOST; turn++) {
        double xx = x * x, yy = y * y;
        if (xx + yy > 4)
            return turn;
        y = 2 * x * y + cy;
        x = xx - yy + cx;
    }
    return MOST;
}

int main(int argc, char **argv)
{
    uint32_t side = size_argument(argc, argv, 1100);
    uint64_t sum = 0;
    for (uint32_t row = 0; row < side; row++)
        for (uint32_t column = 0; column < side; column++)
            sum = mix(sum, escape(3.0 * column / side - 2.2, 2.6 * row / side - 1.3));
    return report("mandelbrot", sum);
}
