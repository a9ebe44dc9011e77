/* For commands that take files only, included before everything else: the first file that they read
   is the standard input, and all that they write goes to the standard output. They all get the same
   name as argument 0, because some print it, and some runtimes pass a path. */
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
FILE *open_stream(const char *path, const char *mode);
int close_stream(FILE *file);
#ifdef __cplusplus
int run_command(int count, char **arguments);
}
#endif

#define fopen open_stream
#define fclose close_stream
#define main run_command
