// expect: the key has another type than the index column
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[people].by<&Person::age>().filter(1.5); }
