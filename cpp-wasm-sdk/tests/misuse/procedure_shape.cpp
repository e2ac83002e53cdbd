// expect: a procedure is a function T f(stele::ProcedureContext&, arguments...)
#include "module.hpp"

u8 f(ReducerContext&) { return 1; }
STELE_PROCEDURE(f)
