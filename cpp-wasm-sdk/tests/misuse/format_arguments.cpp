// expect: the_text_needs_one_pair_of_braces_for_each_argument
#include "module.hpp"

void f() { log::info("{} and {}", 1); }
