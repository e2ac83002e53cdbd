// expect: a view only reads tables
#include "module.hpp"

std::vector<Person> f(ViewContext& ctx) { ctx.db[people].insert({}); return {}; }
STELE_VIEW(f)
