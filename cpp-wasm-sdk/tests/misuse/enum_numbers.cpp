// expect: must list the values 0, 1, 2 ... in order
#include "module.hpp"

enum class Color { Red = 1, Green };
STELE_ENUM(Color, Red, Green)
