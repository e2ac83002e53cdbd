// expect: update is for the indexes of unique columns
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[people].by<&Person::age>().update({}); }
