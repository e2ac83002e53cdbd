// expect: the table has no index of this name
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[people].by<"age">(); }
