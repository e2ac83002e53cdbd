// expect: values of this type cannot be stored or passed
#include "module.hpp"

struct Other {};
void f(ReducerContext&, Other) {}
STELE_REDUCER(f, other)
