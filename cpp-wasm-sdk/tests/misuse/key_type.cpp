// expect: this index column holds text
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[people].by<&Person::email>().find(1); }
