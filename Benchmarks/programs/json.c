/* json.c - JSON parsed into a tree and printed again: characters, recursion, pointers. Argument: how often a document of
 * some 200 KiB. */
#include "bench.h"

typedef enum { NOTHING, FALSE, TRUE, NUMBER, STRING, ARRAY, OBJECT } Kind;

typedef struct Value {
    Kind kind;
    double number;
    const char *text, *key;         /* of a string; of a member */
    uint32_t length, key_length;
    struct Value *first, *next;
} Value;

#define DOCUMENT (256 << 10)
#define VALUES 20000

static char document[DOCUMENT], printed[DOCUMENT];
static Value values[VALUES];
static uint32_t used;
static const char *at;

/* ---- writing ---- */

static char *put;

static void put_bytes(const char *bytes, uint32_t length)
{
    memcpy(put, bytes, length);
    put += length;
}

static void put_text(const char *text, uint32_t length)
{
    *put++ = '"';
    for (uint32_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            *put++ = '\\';
        *put++ = text[i];
    }
    *put++ = '"';
}

/* With three decimals: the documents have no others. */
static void put_number(double number)
{
    if (number < 0)
        *put++ = '-', number = -number;
    uint64_t thousandths = (uint64_t)(number * 1000 + 0.5);
    char digits[24];
    int count = 0;
    do
        digits[count++] = (char)('0' + thousandths % 10);
    while (thousandths /= 10, thousandths > 0 || count < 4);
    while (count > 3)
        *put++ = digits[--count];
    if (digits[2] != '0' || digits[1] != '0' || digits[0] != '0') {
        *put++ = '.';
        while (count > 0)
            *put++ = digits[--count];
    }
}

static void put_value(const Value *value)
{
    switch (value->kind) {
    case NOTHING: put_bytes("null", 4); break;
    case FALSE: put_bytes("false", 5); break;
    case TRUE: put_bytes("true", 4); break;
    case NUMBER: put_number(value->number); break;
    case STRING: put_text(value->text, value->length); break;
    case ARRAY:
    case OBJECT:
        *put++ = value->kind == ARRAY ? '[' : '{';
        for (const Value *item = value->first; item; item = item->next) {
            if (item != value->first)
                *put++ = ',';
            if (value->kind == OBJECT) {
                put_text(item->key, item->key_length);
                *put++ = ':';
            }
            put_value(item);
        }
        *put++ = value->kind == ARRAY ? ']' : '}';
    }
}

/* ---- reading; the document is known to be well-formed but for its size ---- */

static void skip_space(void)
{
    while (*at == ' ' || *at == '\n')
        at++;
}

/* Escapes are taken out in place: the text gets shorter. */
static uint32_t read_text(const char **text)
{
    char *to = (char *)++at;
    *text = to;
    while (*at != '"') {
        if (*at == '\\')
            at++;
        *to++ = *at++;
    }
    at++;
    return (uint32_t)(to - *text);
}

static double read_number(void)
{
    double sign = 1, value = 0, scale = 1;
    if (*at == '-')
        sign = -1, at++;
    for (; *at >= '0' && *at <= '9'; at++)
        value = value * 10 + (*at - '0');
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9'; at++)
            value = value * 10 + (*at - '0'), scale *= 10;
    return sign * value / scale;
}

static Value *read_value(void);

static void read_items(Value *value, char end)
{
    Value **link = &value->first;
    at++;
    for (skip_space(); *at != end; skip_space()) {
        const char *key = NULL;
        uint32_t key_length = 0;
        if (value->kind == OBJECT) {
            key_length = read_text(&key);
            skip_space();
            at++;
        }
        Value *item = read_value();
        item->key = key, item->key_length = key_length;
        *link = item;
        link = &item->next;
        skip_space();
        if (*at == ',') {
            at++;
            skip_space();
        }
    }
    at++;
}

static Value *read_value(void)
{
    Value *value = &values[used++];
    *value = (Value){ .kind = NOTHING };
    skip_space();
    switch (*at) {
    case '{': value->kind = OBJECT; read_items(value, '}'); break;
    case '[': value->kind = ARRAY; read_items(value, ']'); break;
    case '"': value->kind = STRING; value->length = read_text(&value->text); break;
    case 't': value->kind = TRUE; at += 4; break;
    case 'f': value->kind = FALSE; at += 5; break;
    case 'n': at += 4; break;
    default: value->kind = NUMBER; value->number = read_number();
    }
    return value;
}

/* ---- the documents ---- */

static Value *make(Kind kind, const char *key)
{
    Value *value = &values[used++];
    *value = (Value){ .kind = kind, .key = key, .key_length = key ? (uint32_t)strlen(key) : 0 };
    return value;
}

static Value *append(Value *to, Value *last, Value *item)
{
    if (last)
        last->next = item;
    else
        to->first = item;
    return item;
}

static Value *make_record(uint64_t *random)
{
    static const char *const names[] = { "wren", "robin \"red\"", "house martin", "back\\slash", "goldfinch" };
    Value *record = make(OBJECT, NULL), *last = NULL;
    last = append(record, last, make(NUMBER, "id"));
    last->number = (double)(next_random(random) >> 44);
    last = append(record, last, make(STRING, "name"));
    last->text = names[next_random(random) % 5];
    last->length = (uint32_t)strlen(last->text);
    last = append(record, last, make(next_random(random) & 1 ? TRUE : FALSE, "migrates"));
    last = append(record, last, make(NOTHING, "remarks"));
    last = append(record, last, make(ARRAY, "positions"));
    for (Value *point = NULL; next_random(random) & 7;) {
        point = append(last, point, make(NUMBER, NULL));
        point->number = ((double)(next_random(random) >> 44) - 524288) / 1000;
    }
    return record;
}

int main(int argc, char **argv)
{
    uint32_t rounds = size_argument(argc, argv, 150);
    uint64_t random = 123456789, sum = 0;
    Value *list = make(ARRAY, NULL);
    for (Value *last = NULL; used < VALUES - 4000;)
        last = append(list, last, make_record(&random));
    put = document;
    put_value(list);
    uint32_t length = (uint32_t)(put - document);
    for (uint32_t round = 0; round < rounds; round++) {
        *put = 0;
        used = 0;
        at = document;
        Value *tree = read_value();
        put = printed;
        put_value(tree);
        if ((uint32_t)(put - printed) != length)
            return 1;
        sum = mix(sum, used);
        memcpy(document, printed, length);
        put = document + length;
    }
    for (uint32_t i = 0; i < length; i++)
        sum = mix(sum, (uint8_t)document[i]);
    return report("json", sum);
}
