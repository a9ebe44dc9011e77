/* raytrace.c - spheres over a chequered floor, with shadows and mirrors: floating point, structures by value,
 * recursion. Argument: width of the picture, which has two thirds of it as height. */
#include <math.h>

#include "bench.h"

typedef struct {
    double x, y, z;
} Vector;

typedef struct {
    Vector centre, colour;
    double radius, mirror;
} Sphere;

#define SPHERES 12
#define FAR 1e9

static Sphere spheres[SPHERES];
static const Vector light = { -12, 18, -9 };

static Vector add(Vector a, Vector b) { return (Vector){ a.x + b.x, a.y + b.y, a.z + b.z }; }
static Vector subtract(Vector a, Vector b) { return (Vector){ a.x - b.x, a.y - b.y, a.z - b.z }; }
static Vector scale(Vector a, double by) { return (Vector){ a.x * by, a.y * by, a.z * by }; }
static double dot(Vector a, Vector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static Vector unit(Vector a) { return scale(a, 1 / sqrt(dot(a, a))); }

static void place_spheres(void)
{
    for (int i = 0; i < SPHERES; i++) {
        double turn = i * 0.7;
        spheres[i] = (Sphere){
            .centre = { (i % 4) * 3.0 - 4.5, 0.8 + 0.25 * (i % 3), 4 + (i / 4) * 3.0 },
            .colour = { 0.3 + 0.2 * (i % 3), 0.9 - 0.2 * (i % 4), 0.4 + turn / 16 },
            .radius = 0.8 + 0.25 * (i % 3), .mirror = 0.15 * (i % 4),
        };
    }
}

/* The distance to the sphere along a ray of unit length, or FAR. */
static double distance(const Sphere *sphere, Vector from, Vector along)
{
    Vector to = subtract(sphere->centre, from);
    double middle = dot(to, along), square = middle * middle - dot(to, to) + sphere->radius * sphere->radius;
    if (square < 0)
        return FAR;
    double half = sqrt(square);
    if (middle - half > 1e-6)
        return middle - half;
    return middle + half > 1e-6 ? middle + half : FAR;
}

static const Sphere *nearest(Vector from, Vector along, double *found)
{
    const Sphere *best = NULL;
    *found = FAR;
    for (int i = 0; i < SPHERES; i++) {
        double d = distance(&spheres[i], from, along);
        if (d < *found)
            *found = d, best = &spheres[i];
    }
    return best;
}

static Vector trace(Vector from, Vector along, int bounces)
{
    double found;
    const Sphere *sphere = nearest(from, along, &found);
    Vector normal = { 0, 1, 0 }, colour;
    double mirror = 0.1;
    if (along.y < -1e-9 && -from.y / along.y < found) {
        found = -from.y / along.y;
        sphere = NULL;
    } else if (!sphere) {
        return scale((Vector){ 0.5, 0.7, 1.0 }, 0.4 + 0.6 * fabs(along.y));
    }
    Vector hit = add(from, scale(along, found));
    if (sphere) {
        normal = unit(subtract(hit, sphere->centre));
        colour = sphere->colour;
        mirror = sphere->mirror;
    } else {
        int chequer = ((int)floor(hit.x) + (int)floor(hit.z)) & 1;
        colour = chequer ? (Vector){ 0.9, 0.9, 0.9 } : (Vector){ 0.2, 0.2, 0.2 };
    }
    Vector to_light = subtract(light, hit);
    double span = sqrt(dot(to_light, to_light)), blocked;
    to_light = scale(to_light, 1 / span);
    double brightness = 0.15;
    if (dot(normal, to_light) > 0 && (!nearest(hit, to_light, &blocked) || blocked > span))
        brightness += 0.85 * dot(normal, to_light);
    colour = scale(colour, brightness);
    if (bounces == 0 || mirror == 0)
        return colour;
    Vector mirrored = subtract(along, scale(normal, 2 * dot(along, normal)));
    return add(scale(colour, 1 - mirror), scale(trace(hit, mirrored, bounces - 1), mirror));
}

int main(int argc, char **argv)
{
    uint32_t width = size_argument(argc, argv, 850), height = width * 2 / 3;
    place_spheres();
    uint64_t sum = 0;
    for (uint32_t row = 0; row < height; row++)
        for (uint32_t column = 0; column < width; column++) {
            Vector along = { 1.5 * column / width - 0.75, 0.45 - (double)row / height, 1 };
            Vector colour = trace((Vector){ 0, 2.2, -6 }, unit(along), 3);
            sum = mix(sum, (uint64_t)(colour.x * 255) << 16 | (uint64_t)(colour.y * 255) << 8 | (uint64_t)(colour.z * 255));
        }
    return report("raytrace", sum);
}
