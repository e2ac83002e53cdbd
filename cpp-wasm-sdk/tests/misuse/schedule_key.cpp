// expect: a scheduled table has a primary key of type u64
#include "module.hpp"

struct Job { u32 id; ScheduleAt at; };
STELE_TYPE(Job, id, at)
STELE_TABLE(jobs, Job, PrimaryKey<&Job::id>)
void f(ReducerContext&, Job) {}
STELE_REDUCER(f, job)
STELE_SCHEDULE(jobs, f)
