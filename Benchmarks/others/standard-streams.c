/* What standard-streams.h says. */
#include "standard-streams.h"
#undef fopen
#undef fclose
#undef main
#include "input.h"
#include <string.h>

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

int run_command(int count, char **arguments);

int main(int count, char **arguments)
{
    if (count > 0) arguments[0] = "command";
    return run_command(count, arguments);
}
