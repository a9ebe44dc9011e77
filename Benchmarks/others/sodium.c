/* With -Dmain=run_once, which puts the test's own main aside: runs the test as often as the argument says. */
#undef main
#include <stdlib.h>

int sodium_init(void);
int xmain(void);

int main(int count, char **arguments)
{
    if (count != 2 || sodium_init() != 0) return 2;
    for (int times = atoi(arguments[1]); times > 0; times--)
        if (xmain() != 0) return 1;
    return 0;
}
