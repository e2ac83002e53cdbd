// expect: a view returns std::vector<T>, std::optional<T> or stele::Query<T>
#include "module.hpp"

u32 f(ViewContext&) { return 1; }
STELE_VIEW(f)
