/* nbody.c - a star and six planets that attract each other, in leapfrog steps. Argument: steps in hundreds. */
#include <math.h>

#include "bench.h"

#define BODIES 7

typedef struct {
    double x, y, z, vx, vy, vz, mass;
} Body;

static Body bodies[BODIES];

/* Planets in circles around a star at rest, each tilted a little more than the last. */
static void place_bodies(void)
{
    bodies[0].mass = 1000;
    for (int i = 1; i < BODIES; i++) {
        double radius = 3.0 + 2.5 * i, tilt = 0.05 * i, speed = sqrt(bodies[0].mass / radius);
        double direction = i % 2 ? 1 : -1;
        bodies[i] = (Body){ .x = direction * radius, .z = tilt * radius, .vy = direction * speed, .mass = 0.3 * i };
    }
}

static void accelerate(double step)
{
    for (int i = 0; i < BODIES; i++) {
        Body *a = &bodies[i];
        for (int j = i + 1; j < BODIES; j++) {
            Body *b = &bodies[j];
            double dx = b->x - a->x, dy = b->y - a->y, dz = b->z - a->z;
            double square = dx * dx + dy * dy + dz * dz + 1e-4;
            double pull = step / (square * sqrt(square));
            a->vx += dx * (pull * b->mass);
            a->vy += dy * (pull * b->mass);
            a->vz += dz * (pull * b->mass);
            b->vx -= dx * (pull * a->mass);
            b->vy -= dy * (pull * a->mass);
            b->vz -= dz * (pull * a->mass);
        }
    }
}

static void drift(double step)
{
    for (int i = 0; i < BODIES; i++) {
        bodies[i].x += step * bodies[i].vx;
        bodies[i].y += step * bodies[i].vy;
        bodies[i].z += step * bodies[i].vz;
    }
}

int main(int argc, char **argv)
{
    uint32_t steps = size_argument(argc, argv, 5000) * 100;
    place_bodies();
    for (uint32_t i = 0; i < steps; i++) {
        drift(0.0005);
        accelerate(0.001);
        drift(0.0005);
    }
    uint64_t sum = 0;
    for (int i = 0; i < BODIES; i++)
        sum = mix(mix(mix(sum, double_bits(bodies[i].x)), double_bits(bodies[i].y)), double_bits(bodies[i].vz));
    return report("nbody", sum);
}
