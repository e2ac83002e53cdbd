// expect: a view is a function f(stele::ViewContext&, arguments...)
#include "module.hpp"

std::vector<Person> f(ReducerContext&) { return {}; }
STELE_VIEW(f)
