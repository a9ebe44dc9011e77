/* abpoa LENGTH SEQUENCES: aligns random sequences that differ in a tenth of their letters, and prints what they agree on. */
#include <stdio.h>
#include <stdlib.h>
#include "abpoa.h"

static unsigned state = 1;

static unsigned next(unsigned limit)
{
    state = state * 1664525 + 1013904223;
    return (state >> 16) % limit;
}

int main(int count, char **arguments)
{
    if (count != 3) return 2;
    int length = atoi(arguments[1]), number = atoi(arguments[2]);
    uint8_t *origin = malloc(length), **sequences = malloc(number * sizeof *sequences);
    int *lengths = calloc(number, sizeof *lengths);
    for (int i = 0; i < length; i++) origin[i] = next(4);
    for (int n = 0; n < number; n++) {
        sequences[n] = malloc(2 * length);
        for (int i = 0; i < length; i++) {
            unsigned change = next(100);
            if (change >= 3) sequences[n][lengths[n]++] = change < 6 ? next(4) : origin[i];
            if (change > 95) sequences[n][lengths[n]++] = next(4);
        }
    }
    abpoa_t *aligner = abpoa_init();
    abpoa_para_t *parameters = abpoa_init_para();
    parameters->out_msa = 0;
    parameters->out_cons = 1;
    abpoa_post_set_para(parameters);
    return abpoa_msa(aligner, parameters, number, NULL, lengths, sequences, NULL, stdout);
}
