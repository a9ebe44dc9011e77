/* calculator.c - compiles expressions from stdin, one on each line, to a small
 * bytecode, shows the bytecode's size, and runs it on a stack machine.
 *
 *   x = 2 + 3 * 4        assigns
 *   x > 10 ? 1 : 2       chooses
 *   i = 10; while i { s = s + i * i; i = i - 1 } s      loops
 *
 * A line that begins with '#' is a comment. */
#include "guest.h"
#include <ctype.h>

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, NEG, NOT, LESS, GREATER, EQUAL, DIFFERENT,
       JUMP, JUMP_IF_ZERO, DROP, DUP, HALT };

#define CODE_SIZE 2048
#define STACK_SIZE 128
#define VARIABLES 26

typedef struct {
    const char *at, *error;
    int32_t code[CODE_SIZE];
    int length, depth;
} Compiler;

static void fail(Compiler *c, const char *why)
{
    if (c->error == NULL)
        c->error = why;
    c->at = "";
}

static int emit(Compiler *c, int32_t word)
{
    if (c->length == CODE_SIZE)
        fail(c, "the program is too long");
    else
        c->code[c->length++] = word;
    return c->length - 1;
}

static char peek(Compiler *c)
{
    while (*c->at == ' ' || *c->at == '\t')
        c->at++;
    return *c->at;
}

static bool accept(Compiler *c, const char *token)
{
    size_t n = strlen(token);
    peek(c);
    if (strncmp(c->at, token, n) != 0 || (isalpha((unsigned char)token[0]) && isalnum((unsigned char)c->at[n])))
        return false;
    if (n == 1 && (token[0] == '=' || token[0] == '!') && c->at[1] == '=')
        return false;
    c->at += n;
    return true;
}

static void expect(Compiler *c, const char *token, const char *why)
{
    if (!accept(c, token))
        fail(c, why);
}

static void expression(Compiler *c);

static void primary(Compiler *c)
{
    char first = peek(c);
    if (++c->depth > 60) {
        fail(c, "nested too deeply");
    } else if (isdigit((unsigned char)first)) {
        uint32_t n = 0;
        while (isdigit((unsigned char)*c->at))
            n = n * 10 + (uint32_t)(*c->at++ - '0');
        emit(c, PUSH);
        emit(c, (int32_t)n);
    } else if (islower((unsigned char)first) && !isalpha((unsigned char)c->at[1])) {
        c->at++;
        if (accept(c, "=")) {
            expression(c);
            emit(c, DUP);
            emit(c, STORE);
        } else {
            emit(c, LOAD);
        }
        emit(c, first - 'a');
    } else if (accept(c, "(")) {
        expression(c);
        expect(c, ")", "a ')' is missing");
    } else if (accept(c, "-")) {
        primary(c);
        emit(c, NEG);
    } else if (accept(c, "!")) {
        primary(c);
        emit(c, NOT);
    } else {
        fail(c, "a value is missing");
    }
    c->depth--;
}

static void product(Compiler *c)
{
    primary(c);
    for (;;) {
        int32_t operation = accept(c, "*") ? MUL : accept(c, "/") ? DIV : accept(c, "%") ? MOD : -1;
        if (operation < 0)
            return;
        primary(c);
        emit(c, operation);
    }
}

static void sum(Compiler *c)
{
    product(c);
    for (;;) {
        int32_t operation = accept(c, "+") ? ADD : accept(c, "-") ? SUB : -1;
        if (operation < 0)
            return;
        product(c);
        emit(c, operation);
    }
}

static void comparison(Compiler *c)
{
    sum(c);
    int32_t operation = accept(c, "==") ? EQUAL : accept(c, "!=") ? DIFFERENT
                      : accept(c, "<") ? LESS : accept(c, ">") ? GREATER : -1;
    if (operation >= 0) {
        sum(c);
        emit(c, operation);
    }
}

static void expression(Compiler *c)
{
    comparison(c);
    if (!accept(c, "?"))
        return;
    emit(c, JUMP_IF_ZERO);
    int to_else = emit(c, 0);
    expression(c);
    emit(c, JUMP);
    int to_end = emit(c, 0);
    c->code[to_else] = c->length;
    expect(c, ":", "a ':' is missing");
    expression(c);
    c->code[to_end] = c->length;
}

/* Each statement leaves one value; the value of a sequence is the last one's. */
static void sequence(Compiler *c, char end)
{
    emit(c, PUSH);
    emit(c, 0);
    while (peek(c) != end && c->error == NULL) {
        if (accept(c, ";"))
            continue;
        if (accept(c, "while")) {
            int start = c->length;
            expression(c);
            emit(c, JUMP_IF_ZERO);
            int out = emit(c, 0);
            expect(c, "{", "a '{' is missing");
            sequence(c, '}');
            expect(c, "}", "a '}' is missing");
            emit(c, DROP);
            emit(c, JUMP);
            emit(c, start);
            c->code[out] = c->length;
        } else {
            emit(c, DROP);
            expression(c);
            if (peek(c) != ';' && peek(c) != end)
                fail(c, "something is left over");
        }
    }
}

typedef struct {
    int32_t variables[VARIABLES];
    uint64_t steps;
} Machine;

static const char *run(Machine *m, const int32_t *code, int32_t *result)
{
    int32_t stack[STACK_SIZE];
    int top = 0;
#define BINARY(operator) (top--, stack[top - 1] = (int32_t)((uint32_t)stack[top - 1] operator (uint32_t)stack[top]))
#define COMPARE(operator) (top--, stack[top - 1] = stack[top - 1] operator stack[top])
    for (const int32_t *pc = code;;) {
        m->steps++;
        if (top > STACK_SIZE - 2)
            return "the stack is full";
        switch (*pc++) {
        case PUSH: stack[top++] = *pc++; break;
        case LOAD: stack[top++] = m->variables[*pc++]; break;
        case STORE: m->variables[*pc++] = stack[--top]; break;
        case ADD: BINARY(+); break;
        case SUB: BINARY(-); break;
        case MUL: BINARY(*); break;
        case DIV:
        case MOD:
            top--;
            if (stack[top] == 0)
                return "division by zero";
            if (stack[top] == -1)
                stack[top - 1] = pc[-1] == DIV ? (int32_t)(0u - (uint32_t)stack[top - 1]) : 0;
            else
                stack[top - 1] = pc[-1] == DIV ? stack[top - 1] / stack[top] : stack[top - 1] % stack[top];
            break;
        case NEG: stack[top - 1] = (int32_t)(0u - (uint32_t)stack[top - 1]); break;
        case NOT: stack[top - 1] = !stack[top - 1]; break;
        case LESS: COMPARE(<); break;
        case GREATER: COMPARE(>); break;
        case EQUAL: COMPARE(==); break;
        case DIFFERENT: COMPARE(!=); break;
        case JUMP: pc = code + *pc; break;
        case JUMP_IF_ZERO: pc = stack[--top] ? pc + 1 : code + *pc; break;
        case DROP: top--; break;
        case DUP: stack[top] = stack[top - 1]; top++; break;
        case HALT: *result = stack[top - 1]; return NULL;
        default: return "a bad instruction";
        }
    }
}

int main(void)
{
    static Compiler compiler;
    static Machine machine;
    static char line[1000];
    buffer_stdout();
    for (int number = 1; fgets(line, sizeof line, stdin) != NULL; number++) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        memset(&compiler, 0, sizeof compiler);
        compiler.at = line;
        sequence(&compiler, '\0');
        emit(&compiler, HALT);
        const char *error = compiler.error;
        int32_t result = 0;
        uint64_t before = machine.steps;
        if (error == NULL)
            error = run(&machine, compiler.code, &result);
        if (error != NULL)
            printf("%3d: error: %s\n", number, error);
        else
            printf("%3d: %" PRId32 "  (%d words, %" PRIu64 " steps)\n", number, result, compiler.length,
                   machine.steps - before);
    }
    printf("%" PRIu64 " steps in all\n", machine.steps);
    return 0;
}
