// expect: the joined columns have different types
#include "module.hpp"

Query<Pet> f(AnonymousViewContext&) { return from(people).right_semijoin<&Person::id, &Pet::id>(pets); }
