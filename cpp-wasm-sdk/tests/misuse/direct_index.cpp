// expect: a direct index is for u8, u16, u32, u64 and enums
#include "module.hpp"

STELE_TABLE(more, Person, Direct<&Person::email>)
