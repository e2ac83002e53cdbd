/// Text as a template argument.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace stele {

/// A string literal in the form that C++ takes as a template argument.
template <std::size_t Size>
struct FixedString {
    char chars[Size]{};

    consteval FixedString(const char (&literal)[Size]) { std::copy_n(literal, Size, chars); }

    constexpr std::string_view view() const { return {chars, Size - 1}; }

    template <std::size_t Other>
    friend constexpr bool operator==(const FixedString& a, const FixedString<Other>& b) {
        return a.view() == b.view();
    }
};

}  // namespace stele
