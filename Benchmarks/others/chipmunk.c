/* chipmunk ROWS STEPS: lets a pyramid of boxes fall, and balls on it. */
#include "chipmunk/chipmunk.h"
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments)
{
    if (count != 3) return 2;
    int rows = atoi(arguments[1]), steps = atoi(arguments[2]);
    cpSpace *space = cpSpaceNew();
    cpSpaceSetGravity(space, cpv(0, -100));
    cpSpaceSetIterations(space, 20);
    cpShape *ground = cpSegmentShapeNew(cpSpaceGetStaticBody(space), cpv(-2000, 0), cpv(2000, 0), 0);
    cpShapeSetFriction(cpSpaceAddShape(space, ground), 1);
    cpBody *last = NULL;
    for (int row = 0; row < rows; row++)
        for (int column = 0; column <= row; column++) {
            cpBody *body = cpSpaceAddBody(space, cpBodyNew(1, cpMomentForBox(1, 30, 30)));
            cpBodySetPosition(body, cpv(column * 32 - row * 16, 31 * (rows - row)));
            cpShapeSetFriction(cpSpaceAddShape(space, cpBoxShapeNew(body, 30, 30, 0.5)), 0.8);
        }
    for (int ball = 0; ball < rows; ball++) {
        last = cpSpaceAddBody(space, cpBodyNew(10, cpMomentForCircle(10, 0, 15, cpvzero)));
        cpBodySetPosition(last, cpv(ball * 7 - rows * 3, 31 * rows + 100 + 40 * ball));
        cpShapeSetFriction(cpSpaceAddShape(space, cpCircleShapeNew(last, 15, cpvzero)), 0.9);
    }
    for (int step = 0; step < steps; step++) cpSpaceStep(space, 1.0 / 60);
    printf("%.9f %.9f %.9f\n", cpBodyGetPosition(last).x, cpBodyGetPosition(last).y, cpBodyGetAngle(last));
    return 0;
}
