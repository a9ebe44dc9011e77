/* What programs may call and WASI does not have. */
#include <stdio.h>

int system(const char *command) { return -1; }
FILE *tmpfile(void) { return NULL; }
char *tmpnam(char *name) { return NULL; }
