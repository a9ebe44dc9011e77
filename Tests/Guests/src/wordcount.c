/* wordcount.c - reads text from stdin and describes it: totals, the longest
 * lines, the most frequent words and a histogram of letters. */
#include "guest.h"
#include <ctype.h>

#define MAX_LINE 4096
#define TOP_LINES 3
#define TOP_WORDS 10

typedef struct {
    char *text;
    unsigned count;
} Word;

typedef struct {
    Word *words;
    size_t used, capacity;
} Vocabulary;

typedef struct {
    char text[MAX_LINE];
    size_t length;
    unsigned number;
} Line;

static int compare_text(const void *a, const void *b)
{
    return strcmp(((const Word *)a)->text, ((const Word *)b)->text);
}

/* Most frequent first; ties in alphabetical order. */
static int compare_frequency(const void *a, const void *b)
{
    const Word *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->text, y->text);
}

/* The vocabulary is kept sorted by text, so looking up is a binary search and
 * adding moves the tail up by one: plenty of memmove, which is the point. */
static void count_word(Vocabulary *vocabulary, const char *text)
{
    size_t low = 0, high = vocabulary->used;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(vocabulary->words[middle].text, text);
        if (order == 0) {
            vocabulary->words[middle].count++;
            return;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (vocabulary->used == vocabulary->capacity) {
        vocabulary->capacity = vocabulary->capacity ? vocabulary->capacity * 2 : 16;
        vocabulary->words = realloc(vocabulary->words, vocabulary->capacity * sizeof(Word));
        REQUIRE(vocabulary->words != NULL);
    }
    memmove(&vocabulary->words[low + 1], &vocabulary->words[low],
            (vocabulary->used - low) * sizeof(Word));
    vocabulary->words[low] = (Word){ strdup(text), 1 };
    vocabulary->used++;
}

static unsigned count_words_in_line(Vocabulary *vocabulary, const char *line, unsigned *letters)
{
    char word[MAX_LINE];
    size_t length = 0;
    unsigned words = 0;
    for (const char *p = line;; p++) {
        unsigned char c = (unsigned char)*p;
        if (isalpha(c) || (c == '\'' && length > 0)) {
            word[length++] = (char)tolower(c);
            if (isalpha(c))
                letters[tolower(c) - 'a']++;
            continue;
        }
        if (length > 0) {
            word[length] = '\0';
            count_word(vocabulary, word);
            words++;
            length = 0;
        }
        if (c == '\0')
            return words;
    }
}

/* Keeps `longest` in descending order of length; of equals the first seen wins. */
static void note_line(Line *longest, const char *text, size_t length, unsigned number)
{
    int place = TOP_LINES;
    while (place > 0 && length > longest[place - 1].length)
        place--;
    if (place == TOP_LINES)
        return;
    for (int i = TOP_LINES - 1; i > place; i--)
        longest[i] = longest[i - 1];
    memcpy(longest[place].text, text, length + 1);
    longest[place].length = length;
    longest[place].number = number;
}

int main(void)
{
    static char buffer[MAX_LINE];
    static Line longest[TOP_LINES];
    Vocabulary vocabulary = { 0 };
    unsigned letters[26] = { 0 };
    unsigned lines = 0, words = 0, bytes = 0, blank = 0;

    buffer_stdout();
    while (fgets(buffer, sizeof buffer, stdin) != NULL) {
        size_t length = strlen(buffer);
        bytes += (unsigned)length;
        lines++;
        while (length > 0 && (buffer[length - 1] == '\n' || buffer[length - 1] == '\r'))
            buffer[--length] = '\0';
        if (length == 0)
            blank++;
        words += count_words_in_line(&vocabulary, buffer, letters);
        note_line(longest, buffer, length, lines);
    }

    printf("%u lines (%u blank), %u words, %u bytes, %zu different words\n",
           lines, blank, words, bytes, vocabulary.used);

    puts("\nlongest lines:");
    for (int i = 0; i < TOP_LINES && longest[i].length > 0; i++)
        printf("%4u: %3zu bytes: %.40s%s\n", longest[i].number, longest[i].length,
               longest[i].text, longest[i].length > 40 ? "..." : "");

    qsort(vocabulary.words, vocabulary.used, sizeof(Word), compare_frequency);
    puts("\nmost frequent words:");
    for (size_t i = 0; i < TOP_WORDS && i < vocabulary.used; i++)
        printf("%6u  %s\n", vocabulary.words[i].count, vocabulary.words[i].text);

    puts("\nletters:");
    for (int i = 0; i < 26; i++) {
        if (letters[i] == 0)
            continue;
        printf("%c %4u ", 'a' + i, letters[i]);
        for (unsigned n = 0; n < letters[i]; n += 8)
            putchar('#');
        putchar('\n');
    }

    qsort(vocabulary.words, vocabulary.used, sizeof(Word), compare_text);
    if (vocabulary.used > 0)
        printf("\nfirst and last word: %s, %s\n", vocabulary.words[0].text,
               vocabulary.words[vocabulary.used - 1].text);
    for (size_t i = 0; i < vocabulary.used; i++)
        free(vocabulary.words[i].text);
    free(vocabulary.words);
    return 0;
}
