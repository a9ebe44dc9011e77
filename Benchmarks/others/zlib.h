/* Stands for zlib where a library could read compressed files, and here reads none. */
#ifndef ZLIB_H
#define ZLIB_H
#include <stdlib.h>

typedef void *gzFile;
#define Z_OK 0
#define Z_ERRNO (-1)
static inline gzFile gzopen(const char *path, const char *mode) { return NULL; }
static inline gzFile gzdopen(int file, const char *mode) { return NULL; }
static inline int gzread(gzFile file, void *data, unsigned size) { return -1; }
static inline int gzwrite(gzFile file, const void *data, unsigned size) { return -1; }
static inline int gzeof(gzFile file) { return 1; }
static inline int gzclose(gzFile file) { return 0; }
static inline const char *gzerror(gzFile file, int *number) { return ""; }
static inline const char *zError(int number) { return ""; }
#endif
