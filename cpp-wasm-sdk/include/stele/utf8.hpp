/// The check that bytes are UTF-8.
#pragma once

#include "stele/ints.hpp"

#include <cstring>
#include <span>

namespace stele {

/// Whether the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF.
inline bool is_utf8(std::span<const u8> bytes) {
    std::size_t i = 0;
    while (i < bytes.size()) {
        // Eight ASCII bytes at a time, which is what most text is made of.
        while (i + 8 <= bytes.size()) {
            u64 word;
            std::memcpy(&word, bytes.data() + i, 8);
            if ((word & 0x8080'8080'8080'8080U) != 0) break;
            i += 8;
        }
        if (i == bytes.size()) break;
        const u8 lead = bytes[i++];
        if (lead < 0x80) continue;
        const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || bytes.size() - i < more) return false;
        u8 low = 0x80;
        u8 high = 0xBF;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
        for (std::size_t k = 0; k < more; k++, low = 0x80, high = 0xBF) {
            if (bytes[i] < low || bytes[i] > high) return false;
            i++;
        }
    }
    return true;
}

}  // namespace stele
