// expect: the table has no index on exactly these columns
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[people].by<&Person::height>(); }
