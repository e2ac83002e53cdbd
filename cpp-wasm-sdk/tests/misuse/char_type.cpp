// expect: values of this type cannot be stored or passed
#include "module.hpp"

void f(ReducerContext&, char) {}
STELE_REDUCER(f, letter)
