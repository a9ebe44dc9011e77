/* For C++ that throws only to give up: the C++ library of zig is built without exceptions. */
#include <stdlib.h>

void *__cxa_allocate_exception(unsigned long size) { return malloc(size); }
void __cxa_throw(void *exception, void *type, void *destructor) { abort(); }
