// expect: a hash index wants one value for each of its columns, and has no ranges
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[people].by<&Person::age, &Person::email>().filter(1); }
