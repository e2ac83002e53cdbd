// expect: a table has at most one PrimaryKey
#include "module.hpp"

STELE_TABLE(more, Person, PrimaryKey<&Person::id>, PrimaryKey<&Person::email>)
