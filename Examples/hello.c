/* hello.c - the smallest useful WASI command.
 *
 * It shows the two things a guest can learn about the world without asking for
 * any capability: the arguments it was started with, and the environment
 * variables it was granted. It sees nothing of the host's own environment.
 *
 *     nestbox run --env COLOUR=green Examples/hello.wasm one "two words"
 */
#include <stdio.h>
#include <stdlib.h>

extern char **environ;

int main(int argc, char **argv)
{
    puts("Hello from inside the nest box!");

    for (int i = 1; i < argc; i++)
        printf("argument %d: %s\n", i, argv[i]);

    /* Printed in the order in which the host granted them. */
    for (char **variable = environ; variable != NULL && *variable != NULL; variable++)
        printf("environment: %s\n", *variable);

    fflush(stdout);
    return EXIT_SUCCESS;
}
