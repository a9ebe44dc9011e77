/* nbody.c - planets around a sun under gravity, by a symplectic integrator: many
 * double-precision operations whose last bit must come out the same everywhere.
 * The number of steps is the first argument (20000 if none). */
#include "guest.h"
#include <math.h>

#define BODIES 5

typedef struct {
    double position[3], velocity[3], mass;
} Body;

/* An invented system: a heavy sun and four planets on circular tracks of their
 * own inclination, in units where the constant of gravity is 1. */
static void create(Body *bodies)
{
    static const double radius[BODIES] = { 0, 1.0, 1.75, 3.0, 5.5 };
    static const double mass[BODIES] = { 40.0, 0.001, 0.02, 0.0005, 0.04 };
    static const double tilt[BODIES] = { 0, 0.0625, -0.125, 0.03125, 0.25 };
    double momentum[3] = { 0 };
    for (int i = 0; i < BODIES; i++) {
        Body *b = &bodies[i];
        double speed = i == 0 ? 0 : sqrt(mass[0] / radius[i]);
        double scale = sqrt(1 + tilt[i] * tilt[i]);
        bool sideways = i % 2;
        *b = (Body){ .mass = mass[i] };
        b->position[sideways] = radius[i];
        b->velocity[!sideways] = (sideways ? -speed : speed) / scale;
        b->velocity[2] = speed * tilt[i] / scale;
        for (int k = 0; k < 3; k++)
            momentum[k] += b->velocity[k] * b->mass;
    }
    for (int k = 0; k < 3; k++)
        bodies[0].velocity[k] = -momentum[k] / bodies[0].mass;
}

static void advance(Body *bodies, double dt)
{
    for (int i = 0; i < BODIES; i++)
        for (int j = i + 1; j < BODIES; j++) {
            double d[3], square = 0;
            for (int k = 0; k < 3; k++) {
                d[k] = bodies[i].position[k] - bodies[j].position[k];
                square += d[k] * d[k];
            }
            double pull = dt / (square * sqrt(square));
            for (int k = 0; k < 3; k++) {
                bodies[i].velocity[k] -= d[k] * bodies[j].mass * pull;
                bodies[j].velocity[k] += d[k] * bodies[i].mass * pull;
            }
        }
    for (int i = 0; i < BODIES; i++)
        for (int k = 0; k < 3; k++)
            bodies[i].position[k] += dt * bodies[i].velocity[k];
}

static double energy(const Body *bodies)
{
    double total = 0;
    for (int i = 0; i < BODIES; i++) {
        const Body *a = &bodies[i];
        total += 0.5 * a->mass * (a->velocity[0] * a->velocity[0] + a->velocity[1] * a->velocity[1]
                                  + a->velocity[2] * a->velocity[2]);
        for (int j = i + 1; j < BODIES; j++) {
            double square = 0;
            for (int k = 0; k < 3; k++) {
                double d = a->position[k] - bodies[j].position[k];
                square += d * d;
            }
            total -= a->mass * bodies[j].mass / sqrt(square);
        }
    }
    return total;
}

int main(int argc, char **argv)
{
    Body bodies[BODIES];
    int steps = argc > 1 ? atoi(argv[1]) : 20000;
    buffer_stdout();
    create(bodies);
    printf("energy before: %.15f\n", energy(bodies));
    for (int i = 0; i < steps; i++)
        advance(bodies, 1.0 / 1024);
    printf("energy after %d steps: %.15f\n", steps, energy(bodies));
    for (int i = 0; i < BODIES; i++)
        printf("%d: %22.15e %22.15e %22.15e\n", i, bodies[i].position[0], bodies[i].position[1],
               bodies[i].position[2]);
    return 0;
}
