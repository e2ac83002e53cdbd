/// The types that the database gives a meaning: identities, connections, times, schedules, UUIDs.
#pragma once

#include "stele/ints.hpp"

#include <algorithm>
#include <chrono>
#include <compare>
#include <string>
#include <string_view>
#include <variant>

namespace stele {

namespace detail {

/// The hexadecimal digits of a number of 128 bits, most significant first.
inline std::string hex128(u128 value) { return u256(value).hex().substr(32); }

/// Appends a number with zeros in front up to a width.
inline void append_padded(std::string& out, u64 value, std::size_t width) {
    std::string digits = std::to_string(value);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

}  // namespace detail

/// Who somebody is: the same on every database and in every connection.
struct Identity {
    u256 value;

    /// The identity of 64 hexadecimal digits, with or without 0x in front.
    static constexpr std::optional<Identity> parse(std::string_view hex) {
        const std::optional<u256> value = u256::parse_hex(hex);
        return value ? std::optional(Identity{*value}) : std::nullopt;
    }

    /// 64 hexadecimal digits.
    std::string text() const { return value.hex(); }

    friend constexpr auto operator<=>(const Identity&, const Identity&) = default;
};

/// One connection of a client.
struct ConnectionId {
    u128 value = 0;

    /// 32 hexadecimal digits.
    std::string text() const { return detail::hex128(value); }

    friend constexpr auto operator<=>(const ConnectionId&, const ConnectionId&) = default;
};

/// A span of time in microseconds; may be negative.
struct TimeDuration {
    i64 micros = 0;

    constexpr TimeDuration() = default;
    constexpr explicit TimeDuration(i64 microseconds) : micros(microseconds) {}
    constexpr TimeDuration(std::chrono::microseconds span) : micros(span.count()) {}

    constexpr std::chrono::microseconds chrono() const { return std::chrono::microseconds(micros); }

    /// Seconds with sign and six decimals: +1.500000.
    std::string text() const {
        const u64 size = micros < 0 ? ~static_cast<u64>(micros) + 1 : static_cast<u64>(micros);
        std::string out(micros < 0 ? "-" : "+");
        out += std::to_string(size / 1'000'000);
        out += '.';
        detail::append_padded(out, size % 1'000'000, 6);
        return out;
    }

    friend constexpr auto operator<=>(const TimeDuration&, const TimeDuration&) = default;
};

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
    i64 micros = 0;

    constexpr Timestamp() = default;
    constexpr explicit Timestamp(i64 microseconds_since_epoch) : micros(microseconds_since_epoch) {}

    /// RFC 3339 in UTC with six decimals: 2023-11-14T22:13:20.123456Z.
    std::string text() const {
        namespace c = std::chrono;
        const c::sys_time<c::microseconds> moment{c::microseconds(micros)};
        const auto day = c::floor<c::days>(moment);
        const c::year_month_day date{day};
        const u64 rest = static_cast<u64>((moment - day).count());
        std::string out;
        const int year = static_cast<int>(date.year());
        if (year < 0) out += '-';
        detail::append_padded(out, static_cast<u64>(year < 0 ? -year : year), 4);
        const auto part = [&out](char separator, u64 value, std::size_t width) {
            out += separator;
            detail::append_padded(out, value, width);
        };
        part('-', static_cast<unsigned>(date.month()), 2);
        part('-', static_cast<unsigned>(date.day()), 2);
        part('T', rest / 3'600'000'000, 2);
        part(':', rest / 60'000'000 % 60, 2);
        part(':', rest / 1'000'000 % 60, 2);
        part('.', rest % 1'000'000, 6);
        out += 'Z';
        return out;
    }

    friend constexpr Timestamp operator+(Timestamp a, TimeDuration b) { return Timestamp(a.micros + b.micros); }
    friend constexpr Timestamp operator-(Timestamp a, TimeDuration b) { return Timestamp(a.micros - b.micros); }
    friend constexpr TimeDuration operator-(Timestamp a, Timestamp b) { return TimeDuration(a.micros - b.micros); }
    friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// When a scheduled row fires: again and again, or once.
struct ScheduleAt : std::variant<TimeDuration, Timestamp> {
    using variant::variant;

    static constexpr ScheduleAt every(TimeDuration interval) { return ScheduleAt(interval); }
    static constexpr ScheduleAt once(Timestamp moment) { return ScheduleAt(moment); }

    constexpr bool is_interval() const { return index() == 0; }

    std::string text() const {
        return is_interval() ? "every " + std::get<0>(*this).text() : "at " + std::get<1>(*this).text();
    }
};

/// A universally unique identifier; the number is that of its 32 hexadecimal digits.
struct Uuid {
    u128 value = 0;

    /// The identifier of these 16 bytes, most significant first.
    static constexpr Uuid of_bytes(const std::array<u8, 16>& bytes) {
        Uuid uuid;
        for (const u8 byte : bytes) uuid.value = uuid.value << 8 | byte;
        return uuid;
    }

    constexpr unsigned version() const { return static_cast<unsigned>(value >> 76 & 15); }

    /// 8-4-4-4-12 hexadecimal digits.
    std::string text() const {
        std::string out = detail::hex128(value);
        for (const std::size_t at : {20, 16, 12, 8}) out.insert(at, 1, '-');
        return out;
    }

    friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;
};

}  // namespace stele
