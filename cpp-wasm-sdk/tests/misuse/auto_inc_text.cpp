// expect: an AutoInc column is an integer
#include "module.hpp"

STELE_TABLE(more, Person, AutoInc<&Person::email>)
