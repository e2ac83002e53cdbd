/// Errors as values, for a language without exceptions here.
#pragma once

#include "stele/reflect.hpp"

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace stele {

/// A value, or why there is none. As a column or argument type it is the SATS result (ok or err).
template <class T = Unit, class E = std::string>
class [[nodiscard]] Result;

/// An error on its way into a Result.
template <class E>
struct Failure {
    E error;
};
template <class E>
Failure(E) -> Failure<E>;

template <class T, class E>
class [[nodiscard]] Result {
public:
    using Value = T;
    using Error = E;

    /// Success without a value worth mentioning.
    constexpr Result()
        requires std::is_default_constructible_v<T>
        : value_(std::in_place_index<0>) {}
    constexpr Result(T value) : value_(std::in_place_index<0>, std::move(value)) {}
    template <class F>
        requires std::is_convertible_v<F, E>
    constexpr Result(Failure<F> failure) : value_(std::in_place_index<1>, std::move(failure.error)) {}

    constexpr bool is_ok() const { return value_.index() == 0; }
    constexpr explicit operator bool() const { return is_ok(); }

    /// The value; only where `is_ok()`.
    constexpr const T& operator*() const { return *std::get_if<0>(&value_); }
    constexpr T& operator*() { return *std::get_if<0>(&value_); }
    constexpr const T* operator->() const { return std::get_if<0>(&value_); }
    constexpr T* operator->() { return std::get_if<0>(&value_); }

    /// The error; only where not `is_ok()`.
    constexpr const E& error() const { return *std::get_if<1>(&value_); }

    constexpr T value_or(T other) const { return is_ok() ? **this : std::move(other); }

    friend constexpr bool operator==(const Result& a, const Result& b)
        requires std::equality_comparable<T> && std::equality_comparable<E>
    {
        return a.value_ == b.value_;
    }

private:
    std::variant<T, E> value_;
};

/// Success: `return ok();`.
constexpr Unit ok() { return {}; }

}  // namespace stele
