// expect: STELE_SUM(Shape, ...) must name every alternative of the variant
#include "module.hpp"

struct Shape : std::variant<u8, u16> { using variant::variant; };
STELE_SUM(Shape, Small)
