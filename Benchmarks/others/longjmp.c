/* The exception that longjmp throws: zig's C library uses it, but does not define it. */
asm(".tagtype __c_longjmp i32\n.globl __c_longjmp\n__c_longjmp:");
