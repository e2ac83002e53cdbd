// expect: STELE_TYPE(Point, ...) must list every field of the struct
#include "module.hpp"

struct Point { i32 x; i32 y; };
STELE_TYPE(Point, x)
