/// Ranges of index keys: `filter(between(18, 65))`.
#pragma once

#include "stele/ints.hpp"

#include <optional>
#include <utility>

namespace stele {

/// The values between two ends; a missing end is open.
template <class T>
struct Range {
    enum class End : u8 { Included = 0, Excluded = 1, Unbounded = 2 };

    std::optional<T> low;
    End low_end = End::Unbounded;
    std::optional<T> high;
    End high_end = End::Unbounded;
};

/// low <= value < high.
template <class T>
constexpr Range<T> between(T low, T high) {
    using End = typename Range<T>::End;
    return {std::move(low), End::Included, std::move(high), End::Excluded};
}

/// low <= value <= high.
template <class T>
constexpr Range<T> closed(T low, T high) {
    using End = typename Range<T>::End;
    return {std::move(low), End::Included, std::move(high), End::Included};
}

/// value >= low.
template <class T>
constexpr Range<T> at_least(T low) {
    return {std::move(low), Range<T>::End::Included, std::nullopt, Range<T>::End::Unbounded};
}

/// value > low.
template <class T>
constexpr Range<T> above(T low) {
    return {std::move(low), Range<T>::End::Excluded, std::nullopt, Range<T>::End::Unbounded};
}

/// value <= high.
template <class T>
constexpr Range<T> at_most(T high) {
    return {std::nullopt, Range<T>::End::Unbounded, std::move(high), Range<T>::End::Included};
}

/// value < high.
template <class T>
constexpr Range<T> below(T high) {
    return {std::nullopt, Range<T>::End::Unbounded, std::move(high), Range<T>::End::Excluded};
}

namespace detail {

template <class>
inline constexpr bool is_range = false;
template <class T>
inline constexpr bool is_range<Range<T>> = true;

}  // namespace detail
}  // namespace stele
