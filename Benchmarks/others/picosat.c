/* picosat VARIABLES CLAUSES SEED: solves a random problem with three literals in each clause. */
#include "picosat.h"
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments)
{
    if (count != 4) return 2;
    unsigned variables = atoi(arguments[1]), clauses = atoi(arguments[2]), state = atoi(arguments[3]);
    PicoSAT *solver = picosat_init();
    for (unsigned i = 0; i < clauses; i++) {
        for (int j = 0; j < 3; j++) {
            state = state * 1664525 + 1013904223;
            int variable = 1 + (state >> 8) % variables;
            picosat_add(solver, state >> 31 ? variable : -variable);
        }
        picosat_add(solver, 0);
    }
    int result = picosat_sat(solver, -1), trues = 0;
    for (unsigned i = 1; result == PICOSAT_SATISFIABLE && i <= variables; i++) trues += picosat_deref(solver, i) > 0;
    printf("%d: %llu decisions, %llu propagations, %d true\n", result,
           picosat_decisions(solver), picosat_propagations(solver), trues);
    return 0;
}
