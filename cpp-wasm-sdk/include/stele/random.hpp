/// Randomness that a call can be repeated with, and UUIDs made of it.
#pragma once

#include "stele/special_types.hpp"

#include <bit>
#include <limits>

namespace stele {

/// Random numbers that depend on the call's timestamp alone. Not for secrets.
///
/// xoshiro128** (Blackman, Vigna 2018), seeded by SplitMix64 (Steele, Lea, Flood 2014); works with the
/// distributions and algorithms of the standard library.
class Rng {
public:
    using result_type = u32;

    explicit Rng(Timestamp seed) {
        u64 state = static_cast<u64>(seed.micros);
        const u64 first = split_mix(state);
        const u64 second = split_mix(state);
        a_ = static_cast<u32>(first);
        b_ = static_cast<u32>(first >> 32);
        c_ = static_cast<u32>(second);
        d_ = static_cast<u32>(second >> 32);
    }

    static constexpr u32 min() { return 0; }
    static constexpr u32 max() { return std::numeric_limits<u32>::max(); }

    /// 32 random bits.
    u32 operator()() {
        const u32 result = std::rotl(b_ * 5, 7) * 9;
        const u32 shifted = b_ << 9;
        c_ ^= a_;
        d_ ^= b_;
        b_ ^= c_;
        a_ ^= d_;
        c_ ^= shifted;
        d_ = std::rotl(d_, 11);
        return result;
    }

    /// 64 random bits.
    u64 bits64() {
        const u64 high = (*this)();
        return high << 32 | (*this)();
    }

    /// An integer in [low, high], each as likely as the others.
    template <SmallInteger T>
    T integer(T low, T high) {
        const u64 size = static_cast<u64>(high) - static_cast<u64>(low);
        const int width = std::bit_width(size);
        while (true) {
            const u64 value = width == 0 ? 0 : bits64() >> (64 - width);
            if (value <= size) return static_cast<T>(static_cast<u64>(low) + value);
        }
    }

    /// A number in [0, 1) with 53 random bits.
    double unit() { return static_cast<double>(bits64() >> 11) * 0x1p-53; }

private:
    static u64 split_mix(u64& state) {
        state += 0x9e3779b97f4a7c15;
        u64 z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    u32 a_, b_, c_, d_;
};

namespace detail {

/// A UUID of version 4: random but for 6 bits.
inline Uuid random_uuid(Rng& rng) {
    u128 value = static_cast<u128>(rng.bits64()) << 64 | rng.bits64();
    value &= ~(static_cast<u128>(0xF000) << 64 | static_cast<u128>(0xC000'0000'0000'0000));
    value |= static_cast<u128>(0x4000) << 64 | static_cast<u128>(0x8000'0000'0000'0000);
    return Uuid{value};
}

/// A UUID of version 7: 48 bits of milliseconds, 31 bits of a counter, 31 random bits. Those of one call ascend.
inline Uuid ordered_uuid(Timestamp now, u32& counter, Rng& rng) {
    const u32 count = counter;
    counter = (count + 1) & 0x7FFF'FFFF;
    const u64 high = static_cast<u64>(now.micros / 1000) << 16 | 0x7000 | (count >> 23 & 0xFF);
    const u64 low = u64{0x80} << 56 | static_cast<u64>(count & 0x7F'FFFF) << 33 | (rng() & 0x7FFF'FFFF);
    return Uuid{static_cast<u128>(high) << 64 | low};
}

}  // namespace detail
}  // namespace stele
