/// Integers of every SATS width: u8 .. u256 and i8 .. i256.
#pragma once

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i8 = std::int8_t;
using i16 = std::int16_t;
using i32 = std::int32_t;
using i64 = std::int64_t;
__extension__ using u128 = unsigned __int128;
__extension__ using i128 = __int128;

namespace detail {

/// 256 bits as four words, least significant first: the arithmetic that both signs share.
using Words256 = std::array<u64, 4>;

constexpr Words256 add(const Words256& a, const Words256& b) {
    Words256 sum{};
    u128 carry = 0;
    for (std::size_t i = 0; i < 4; i++) {
        carry += static_cast<u128>(a[i]) + b[i];
        sum[i] = static_cast<u64>(carry);
        carry >>= 64;
    }
    return sum;
}

constexpr Words256 negate(const Words256& a) {
    return add({~a[0], ~a[1], ~a[2], ~a[3]}, {1, 0, 0, 0});
}

/// Divides in place by a small number; the remainder.
constexpr u32 divide(Words256& value, u32 divisor) {
    u128 rest = 0;
    for (std::size_t i = 4; i-- > 0;) {
        rest = (rest << 64) | value[i];
        value[i] = static_cast<u64>(rest / divisor);
        rest %= divisor;
    }
    return static_cast<u32>(rest);
}

/// The value of a hexadecimal digit, or -1.
constexpr int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace detail

/// An unsigned integer of 256 bits. Arithmetic wraps around.
class u256 {
public:
    constexpr u256() = default;
    constexpr u256(std::unsigned_integral auto value) : words_{value, 0, 0, 0} {}
    constexpr u256(u128 value)
        : words_{static_cast<u64>(value), static_cast<u64>(value >> 64), 0, 0} {}

    /// The number of these four words, least significant first.
    static constexpr u256 of_words(const std::array<u64, 4>& words) {
        u256 value;
        value.words_ = words;
        return value;
    }

    /// The number of 1 to 64 hexadecimal digits, with or without 0x in front; nothing for other text.
    static constexpr std::optional<u256> parse_hex(std::string_view text) {
        if (text.starts_with("0x")) text.remove_prefix(2);
        if (text.empty() || text.size() > 64) return std::nullopt;
        u256 value;
        for (std::size_t i = 0; i < text.size(); i++) {
            const int digit = detail::hex_digit(text[text.size() - 1 - i]);
            if (digit < 0) return std::nullopt;
            value.words_[i / 16] |= static_cast<u64>(digit) << (i % 16 * 4);
        }
        return value;
    }

    static constexpr u256 max() { return of_words({~u64{0}, ~u64{0}, ~u64{0}, ~u64{0}}); }

    /// The words, least significant first.
    constexpr const std::array<u64, 4>& words() const { return words_; }

    /// All 64 hexadecimal digits, most significant first, without 0x.
    std::string hex() const {
        std::string text(64, '0');
        for (std::size_t i = 0; i < 64; i++) {
            text[63 - i] = "0123456789abcdef"[words_[i / 16] >> (i % 16 * 4) & 15];
        }
        return text;
    }

    friend constexpr u256 operator+(const u256& a, const u256& b) {
        return of_words(detail::add(a.words_, b.words_));
    }
    friend constexpr u256 operator-(const u256& a, const u256& b) {
        return of_words(detail::add(a.words_, detail::negate(b.words_)));
    }
    friend constexpr bool operator==(const u256&, const u256&) = default;
    friend constexpr std::strong_ordering operator<=>(const u256& a, const u256& b) {
        for (std::size_t i = 4; i-- > 0;) {
            if (a.words_[i] != b.words_[i]) return a.words_[i] <=> b.words_[i];
        }
        return std::strong_ordering::equal;
    }

private:
    detail::Words256 words_{};
};

/// A signed integer of 256 bits in two's complement. Arithmetic wraps around.
class i256 {
public:
    constexpr i256() = default;
    constexpr i256(std::integral auto value) : words_(extend(static_cast<i128>(value))) {}
    constexpr i256(i128 value) : words_(extend(value)) {}

    /// The number of these four words in two's complement, least significant first.
    static constexpr i256 of_words(const std::array<u64, 4>& words) {
        i256 value;
        value.words_ = words;
        return value;
    }

    static constexpr i256 max() { return of_words({~u64{0}, ~u64{0}, ~u64{0}, ~u64{0} >> 1}); }
    static constexpr i256 min() { return of_words({0, 0, 0, u64{1} << 63}); }

    /// The words in two's complement, least significant first.
    constexpr const std::array<u64, 4>& words() const { return words_; }
    constexpr bool is_negative() const { return words_[3] >> 63 != 0; }

    friend constexpr i256 operator+(const i256& a, const i256& b) {
        return of_words(detail::add(a.words_, b.words_));
    }
    friend constexpr i256 operator-(const i256& a, const i256& b) { return a + -b; }
    friend constexpr i256 operator-(const i256& a) { return of_words(detail::negate(a.words_)); }
    friend constexpr bool operator==(const i256&, const i256&) = default;
    friend constexpr std::strong_ordering operator<=>(const i256& a, const i256& b) {
        if (a.is_negative() != b.is_negative()) {
            return a.is_negative() ? std::strong_ordering::less : std::strong_ordering::greater;
        }
        return u256::of_words(a.words_) <=> u256::of_words(b.words_);
    }

private:
    static constexpr detail::Words256 extend(i128 value) {
        const u64 sign = value < 0 ? ~u64{0} : 0;
        return {static_cast<u64>(value), static_cast<u64>(static_cast<u128>(value) >> 64), sign, sign};
    }

    detail::Words256 words_{};
};

/// The integers that a table can hold: all of 8 to 256 bits, but not bool and the character types.
template <class T>
concept Integer =
    (std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
     !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>) ||
    std::same_as<T, u128> || std::same_as<T, i128> || std::same_as<T, u256> || std::same_as<T, i256>;

/// Integers of 8 to 64 bits.
template <class T>
concept SmallInteger = Integer<T> && sizeof(T) <= 8;

template <class T>
inline constexpr bool is_signed_integer =
    std::same_as<T, i128> || std::same_as<T, i256> || (sizeof(T) <= 8 && std::signed_integral<T>);

}  // namespace stele
