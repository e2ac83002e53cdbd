// expect: wants one name for each parameter behind the context
#include "module.hpp"

void f(ReducerContext&, u8, u8) {}
STELE_REDUCER(f, only)
