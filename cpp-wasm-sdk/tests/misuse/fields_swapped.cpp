// expect: STELE_TYPE(Point, ...) must list the fields in the order of the struct
#include "module.hpp"

struct Point { i32 x; std::string name; };
STELE_TYPE(Point, name, x)
