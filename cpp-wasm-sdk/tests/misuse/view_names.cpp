// expect: STELE_VIEW(f, ...) wants one name for each parameter behind the context
#include "module.hpp"

std::vector<Person> f(stele::ViewContext&, stele::u32) { return {}; }
STELE_VIEW(f)
