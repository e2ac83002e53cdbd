/// Checks for the library's own tests: each names what it saw; the program fails when one did.
#pragma once

#include "stele/text.hpp"

#include <cstdio>
#include <cstdlib>

namespace check {

inline int failures = 0;
inline int passed = 0;

template <class A, class B>
void equal(const A& actual, const B& expected, const char* text, const char* file, int line) {
    if (actual == expected) {
        passed++;
        return;
    }
    failures++;
    std::fprintf(stderr, "%s:%d: %s is %s, expected %s\n", file, line, text, stele::to_text(actual).c_str(),
                 stele::to_text(expected).c_str());
}

inline int result() {
    std::printf("%d checks passed, %d failed\n", passed, failures);
    return failures == 0 && passed > 0 ? 0 : 1;
}

}  // namespace check

#define CHECK_EQUAL(actual, ...) check::equal(actual, __VA_ARGS__, #actual, __FILE__, __LINE__)
#define CHECK(condition) check::equal(static_cast<bool>(condition), true, #condition, __FILE__, __LINE__)
