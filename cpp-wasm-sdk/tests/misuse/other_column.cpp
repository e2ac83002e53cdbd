// expect: the column belongs to another type than the table's rows
#include "module.hpp"

STELE_TABLE(more, Person, PrimaryKey<&Pet::id>)
