/* argsenv.c - prints its arguments (not argv[0], which the host chooses) and its
 * environment, byte for byte, with anything unprintable escaped. */
#include "guest.h"

extern char **environ;

static void print_escaped(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 0x20 || c >= 0x7F)
            printf("\\x%02x", c);
        else
            putchar(c);
    }
    putchar('"');
}

int main(int argc, char **argv)
{
    buffer_stdout();
    printf("%d arguments\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        printf("%d: ", i);
        print_escaped(argv[i]);
        printf(" (%zu bytes)\n", strlen(argv[i]));
    }
    REQUIRE(argv[argc] == NULL);

    int count = 0;
    while (environ != NULL && environ[count] != NULL)
        count++;
    printf("%d environment variables\n", count);
    for (int i = 0; i < count; i++) {
        print_escaped(environ[i]);
        putchar('\n');
    }
    const char *name = getenv("NEST_NAME");
    printf("NEST_NAME is %s, HOME is %s\n", name ? name : "not set", getenv("HOME") ? "set" : "not set");
    return 0;
}
