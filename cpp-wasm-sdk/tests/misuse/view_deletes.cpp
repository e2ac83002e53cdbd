// expect: a view only reads tables
#include "module.hpp"

std::vector<Person> f(ViewContext& ctx) { ctx.db[people].by<&Person::age>().erase(1); return {}; }
STELE_VIEW(f)
