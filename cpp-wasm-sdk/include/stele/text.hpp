/// Values as text, for messages: `format_text("{} of {}", 1, name)`.
#pragma once

#include "stele/host.hpp"
#include "stele/reflect.hpp"
#include "stele/result.hpp"
#include "stele/special_types.hpp"

#include <charconv>
#include <concepts>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace stele {

namespace detail {

template <class T>
concept HasText = requires(const T& value) {
    { value.text() } -> std::convertible_to<std::string>;
};

template <class>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class>
inline constexpr bool is_result = false;
template <class T, class E>
inline constexpr bool is_result<Result<T, E>> = true;

inline void append_decimal(std::string& out, Words256 value) {
    constexpr u32 NINE_DIGITS = 1'000'000'000;
    char digits[80];
    char* next = digits + sizeof digits;
    do {
        u32 group = divide(value, NINE_DIGITS);
        const bool is_first = value == Words256{};
        for (int i = 0; i < 9 && (!is_first || group > 0 || i == 0); i++, group /= 10) {
            *--next = static_cast<char>('0' + group % 10);
        }
    } while (value != Words256{});
    out.append(next, digits + sizeof digits);
}

template <class Number>
void append_number(std::string& out, Number value) {
    char digits[64];
    const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, end.ptr);
}

}  // namespace detail

/// Appends a value as people read it: numbers in decimal, text as it is, products with their field names.
template <class T>
void append_text(std::string& out, const T& value) {
    if constexpr (std::same_as<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::same_as<T, char>) {
        out += value;
    } else if constexpr (SmallInteger<T> || std::floating_point<T>) {
        detail::append_number(out, value);
    } else if constexpr (std::same_as<T, u256>) {
        detail::append_decimal(out, value.words());
    } else if constexpr (std::same_as<T, i256>) {
        if (value.is_negative()) out += '-';
        detail::append_decimal(out, (value.is_negative() ? -value : value).words());
    } else if constexpr (std::same_as<T, u128>) {
        append_text(out, u256(value));
    } else if constexpr (std::same_as<T, i128>) {
        append_text(out, i256(value));
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        out += std::string_view(value);
    } else if constexpr (detail::HasText<T>) {
        out += value.text();
    } else if constexpr (std::same_as<T, Unit> || std::same_as<T, std::monostate>) {
        out += "()";
    } else if constexpr (std::same_as<T, Errno>) {
        out += meaning(value);
    } else if constexpr (detail::is_optional<T>) {
        if (value) {
            append_text(out, *value);
        } else {
            out += "none";
        }
    } else if constexpr (detail::is_vector<T>) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); i++) {
            if (i > 0) out += ", ";
            append_text(out, static_cast<const typename T::value_type&>(value[i]));
        }
        out += ']';
    } else if constexpr (detail::is_result<T>) {
        out += value ? "ok(" : "err(";
        if (value) {
            append_text(out, *value);
        } else {
            append_text(out, value.error());
        }
        out += ')';
    } else if constexpr (Enum<T>) {
        const auto i = static_cast<std::size_t>(value);
        out += i < Reflection<T>::size ? Reflection<T>::variants[i] : "?";
    } else if constexpr (Sum<T>) {
        out += Reflection<T>::variants[value.index()];
        std::visit(
            [&out]<class A>(const A& payload) {
                if constexpr (!std::same_as<A, Unit> && !std::same_as<A, std::monostate>) {
                    out += '(';
                    append_text(out, payload);
                    out += ')';
                }
            },
            static_cast<const detail::VariantOf<T>&>(value));
    } else if constexpr (Product<T>) {
        out += '{';
        std::size_t i = 0;
        detail::each_field(Reflection<T>{}, [&]<class F>(F) {
            if (i++ > 0) out += ", ";
            out += F::name;
            out += ": ";
            append_text(out, value.*F::member);
        });
        out += '}';
    } else {
        static_assert(detail::always_false<T>,
                      "stele: values of this type have no text; give it a member `std::string text() const`");
    }
}

namespace detail {

constexpr std::size_t placeholders(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2)) count++;
    return count;
}

/// Not constexpr, so that reaching it stops the compiler, which shows this name.
inline void the_text_needs_one_pair_of_braces_for_each_argument() {}

/// A text with a `{}` for each argument, and the place in the source where it stands.
template <class... Args>
struct CheckedFormat {
    std::string_view text;
    std::source_location where;

    template <class Text>
        requires std::convertible_to<const Text&, std::string_view>
    consteval CheckedFormat(const Text& literal,
                            std::source_location location = std::source_location::current())
        : text(literal), where(location) {
        if (placeholders(text) != sizeof...(Args)) the_text_needs_one_pair_of_braces_for_each_argument();
    }
};

template <class T>
void append_next(std::string& out, std::string_view& text, const T& value) {
    const std::size_t at = text.find("{}");
    out += text.substr(0, at);
    text.remove_prefix(at + 2);
    append_text(out, value);
}

template <class... Args>
std::string formatted(std::string_view text, const Args&... args) {
    std::string out;
    (append_next(out, text, args), ...);
    out += text;
    return out;
}

}  // namespace detail

template <class... Args>
using Format = detail::CheckedFormat<std::type_identity_t<Args>...>;

/// The text with each `{}` replaced by an argument; their number is checked by the compiler.
template <class... Args>
std::string format_text(Format<Args...> text, const Args&... args) {
    return detail::formatted(text.text, args...);
}

/// One value as text.
template <class T>
std::string to_text(const T& value) {
    std::string out;
    append_text(out, value);
    return out;
}

/// An error with its text: `return fail("no person {}", id);`.
template <class... Args>
Failure<std::string> fail(Format<Args...> text, const Args&... args) {
    return {detail::formatted(text.text, args...)};
}

/// An error that is a value of the author's, or a text made at run time.
template <class E>
    requires(!std::is_array_v<E> && !std::is_pointer_v<E>)
Failure<E> fail_with(E error) {
    return {std::move(error)};
}

}  // namespace stele

#define STELE_JOIN(a, b) STELE_JOIN_NOW(a, b)
#define STELE_JOIN_NOW(a, b) a##b

/// `STELE_TRY(auto row, ctx.db[people].try_insert(person));` declares `row` with the value, or returns
/// the error as this function's.
#define STELE_TRY(declaration, ...) STELE_TRY_NAMED(STELE_JOIN(stele_try_, __LINE__), declaration, __VA_ARGS__)
#define STELE_TRY_NAMED(name, declaration, ...)                                         \
    auto name = (__VA_ARGS__);                                                          \
    if (!name) return ::stele::Failure<std::string>{::stele::to_text(name.error())};    \
    declaration = std::move(*name)
