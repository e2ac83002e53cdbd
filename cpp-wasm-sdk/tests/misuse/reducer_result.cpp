// expect: a reducer returns void or stele::Result<>
#include "module.hpp"

int f(ReducerContext&) { return 1; }
STELE_REDUCER(f)
