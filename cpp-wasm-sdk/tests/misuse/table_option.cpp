// expect: table options are Public, Event
#include "module.hpp"

STELE_TABLE(more, Person, int)
