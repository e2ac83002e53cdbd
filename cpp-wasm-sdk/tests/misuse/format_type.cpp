// expect: values of this type have no text
#include "module.hpp"

struct Other {};
void f() { log::info("{}", Other{}); }
