// expect: a scheduled function takes its context and a row of the table
#include "module.hpp"

void f(ReducerContext&, Pet) {}
STELE_REDUCER(f, pet)
STELE_SCHEDULE(people, f)
