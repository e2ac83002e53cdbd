/// The claims of the caller's token.
#pragma once

#include "stele/ints.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace stele {

/// The payload of the token with which a caller connected, as JSON text.
class Claims {
public:
    explicit Claims(std::string payload) : payload_(std::move(payload)) {}

    const std::string& json() const { return payload_; }

    /// Who vouches for the caller; empty when the token does not say.
    std::string issuer() const { return text_of("iss").value_or(""); }
    /// Whom the issuer means; empty when the token does not say.
    std::string subject() const { return text_of("sub").value_or(""); }

    /// The claim with this name at the top of the token, when it is text.
    std::optional<std::string> text_of(std::string_view name) const {
        Scan scan{payload_};
        if (!scan.skip('{')) return std::nullopt;
        while (true) {
            const std::optional<std::string> key = scan.string();
            if (!key || !scan.skip(':')) return std::nullopt;
            if (*key == name) return scan.string();
            if (!scan.skip_value() || !scan.skip(',')) return std::nullopt;
        }
    }

private:
    /// A walk over JSON text that the host has checked already.
    struct Scan {
        std::string_view rest;

        void skip_space() {
            const std::size_t at = rest.find_first_not_of(" \t\r\n");
            rest.remove_prefix(at == std::string_view::npos ? rest.size() : at);
        }

        bool skip(char expected) {
            skip_space();
            if (!rest.starts_with(expected)) return false;
            rest.remove_prefix(1);
            return true;
        }

        /// Passes a value of any kind, up to the comma or bracket behind it.
        bool skip_value() {
            skip_space();
            int depth = 0;
            while (!rest.empty()) {
                const char c = rest.front();
                if (c == '"') {
                    if (!string()) return false;
                    continue;
                }
                if (depth == 0 && (c == ',' || c == '}' || c == ']')) return true;
                if (c == '{' || c == '[') depth++;
                if (c == '}' || c == ']') depth--;
                rest.remove_prefix(1);
            }
            return false;
        }

        std::optional<std::string> string() {
            if (!skip('"')) return std::nullopt;
            std::string text;
            while (!rest.empty()) {
                const char c = take();
                if (c == '"') return text;
                if (c != '\\') {
                    text += c;
                } else if (!escape(text)) {
                    return std::nullopt;
                }
            }
            return std::nullopt;
        }

        char take() {
            const char c = rest.front();
            rest.remove_prefix(1);
            return c;
        }

        bool escape(std::string& text) {
            if (rest.empty()) return false;
            const char c = take();
            constexpr std::string_view NAMES = "bfnrt";
            constexpr std::string_view MEANT = "\b\f\n\r\t";
            if (c != 'u') {
                const std::size_t at = NAMES.find(c);
                text += at == std::string_view::npos ? c : MEANT[at];
                return true;
            }
            std::optional<u32> code = hex4();
            if (code && *code >= 0xD800 && *code < 0xDC00 && rest.starts_with("\\u")) {
                rest.remove_prefix(2);
                const std::optional<u32> low = hex4();
                if (!low) return false;
                code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
            }
            if (!code) return false;
            append_utf8(text, *code);
            return true;
        }

        std::optional<u32> hex4() {
            if (rest.size() < 4) return std::nullopt;
            u32 code = 0;
            for (int i = 0; i < 4; i++) {
                const int digit = detail::hex_digit(take());
                if (digit < 0) return std::nullopt;
                code = code << 4 | static_cast<u32>(digit);
            }
            return code;
        }

        static void append_utf8(std::string& text, u32 code) {
            const auto byte = [&text](u32 value) { text += static_cast<char>(value); };
            if (code < 0x80) {
                byte(code);
            } else if (code < 0x800) {
                byte(0xC0 | code >> 6);
                byte(0x80 | (code & 63));
            } else if (code < 0x10000) {
                byte(0xE0 | code >> 12);
                byte(0x80 | (code >> 6 & 63));
                byte(0x80 | (code & 63));
            } else {
                byte(0xF0 | (code >> 18 & 7));
                byte(0x80 | (code >> 12 & 63));
                byte(0x80 | (code >> 6 & 63));
                byte(0x80 | (code & 63));
            }
        }
    };

    std::string payload_;
};

}  // namespace stele
