// expect: the view does not return rows of this type
#include "module.hpp"

std::vector<Person> f(ViewContext&) { return {}; }
STELE_VIEW(f)
STELE_VIEW_PRIMARY_KEY(f, Pet, id)
