// expect: give a value for each of the index's first columns
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[people].by<&Person::age>().filter(1, 2); }
