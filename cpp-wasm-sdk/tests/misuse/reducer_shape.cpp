// expect: a reducer is a function void f(stele::ReducerContext&, arguments...)
#include "module.hpp"

void f(u8) {}
STELE_REDUCER(f, n)
