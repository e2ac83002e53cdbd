// expect: a view is a function f(stele::ViewContext&)
#include "module.hpp"

std::vector<Person> f(ReducerContext&) { return {}; }
STELE_VIEW(f)
