// expect: a scheduled table has exactly one column of type stele::ScheduleAt
#include "module.hpp"

void f(ReducerContext&, Person) {}
STELE_REDUCER(f, person)
STELE_SCHEDULE(people, f)
