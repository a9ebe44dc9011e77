/* For commands that take files only: with -Dfopen=open_stream -Dfclose=close_stream, the first
   file that they read is the standard input, and all that they write goes to the standard output. */
#undef fopen
#undef fclose
#include "input.h"
#include <string.h>

int fclose(FILE *file);

FILE *open_stream(const char *path, const char *mode)
{
    static char *data, *name;
    static size_t size;
    if (strchr(mode, 'w') || strchr(mode, 'a')) return stdout;
    if (!data) data = read_input(&size), name = strdup(path);
    if (strcmp(path, name)) return NULL;
    return fmemopen(data, size, "r");
}

/* The standard output stays open, as several files go there. */
int close_stream(FILE *file) { return file == stdout ? fflush(file) : fclose(file); }
