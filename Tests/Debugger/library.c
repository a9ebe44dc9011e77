/* A module from which caller.c imports. */
int twice(int n) {
    int doubled = 2 * n;    /* doubled */
    return doubled;
}
