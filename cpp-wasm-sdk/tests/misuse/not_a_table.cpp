// expect: takes a table declared with STELE_TABLE
#include "module.hpp"

void f(ReducerContext& ctx) { ctx.db[Person{}]; }
