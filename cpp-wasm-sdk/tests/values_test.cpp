// Numbers, special types, texts, randomness, claims.
#include "check.hpp"
#include "stele/claims.hpp"
#include "stele/random.hpp"

#include <tuple>

using namespace stele;

namespace {

void wide_numbers() {
    CHECK_EQUAL(to_text(u256::max()), "115792089237316195423570985008687907853269984665640564039457584007913129639935");
    CHECK_EQUAL(to_text(i256::min()), "-57896044618658097711785492504343953926634992332820282019728792003956564819968");
    CHECK_EQUAL(to_text(i256::max()), "57896044618658097711785492504343953926634992332820282019728792003956564819967");
    CHECK_EQUAL(to_text(i256(-1)), "-1");
    CHECK_EQUAL(to_text(u256()), "0");
    CHECK_EQUAL(to_text(static_cast<u128>(1) << 64), "18446744073709551616");
    CHECK_EQUAL(to_text(static_cast<i128>(-1'000'000'000'000)), "-1000000000000");
    CHECK_EQUAL(u256(5U) - u256(7U), u256::max() - u256(1U));
    CHECK_EQUAL(u256::max() + u256(1U), u256());
    CHECK(i256(-1) < i256(0));
    CHECK(i256::min() < i256(-1));
    CHECK(u256(1U) < u256::of_words({0, 0, 0, 1}));
    CHECK(u256::parse_hex("0xff") == u256(255U));
    CHECK(u256::parse_hex(u256::max().hex()) == u256::max());
    CHECK(!u256::parse_hex(""));
    CHECK(!u256::parse_hex("0x"));
    CHECK(!u256::parse_hex("12g4"));
    CHECK(!u256::parse_hex(std::string(65, '1')));
}

void special_types() {
    CHECK_EQUAL(Timestamp(1'700'000'000'123'456).text(), "2023-11-14T22:13:20.123456Z");
    CHECK_EQUAL(Timestamp(-1).text(), "1969-12-31T23:59:59.999999Z");
    CHECK_EQUAL(TimeDuration(1'500'001).text(), "+1.500001");
    CHECK_EQUAL(TimeDuration(-2'000'001).text(), "-2.000001");
    CHECK_EQUAL(TimeDuration(std::chrono::seconds(2)).micros, 2'000'000);
    CHECK_EQUAL((Timestamp(10) + TimeDuration(5)).micros, 15);
    CHECK_EQUAL(ConnectionId{255}.text(), "000000000000000000000000000000ff");
    CHECK_EQUAL(Uuid{static_cast<u128>(0x0198c3a47b1d7abc) << 64 | 0x8def0123456789ab}.text(),
                "0198c3a4-7b1d-7abc-8def-0123456789ab");
    CHECK_EQUAL(Uuid::of_bytes({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}).text(),
                "00010203-0405-0607-0809-0a0b0c0d0e0f");
    const std::string hex = "c200491374b03cbd47e4e93119d4f7d4aa11c3802721bbc26b58c61d705ecdce";
    CHECK_EQUAL(Identity::parse(hex)->text(), hex);
    CHECK(!Identity::parse("nobody"));
}

void texts() {
    CHECK_EQUAL(format_text("{} and {}", 1, "two"), "1 and two");
    CHECK_EQUAL(format_text("none"), "none");
    CHECK_EQUAL(to_text(std::optional<u8>()), "none");
    CHECK_EQUAL(to_text(std::vector<bool>{true, false}), "[true, false]");
    CHECK_EQUAL(to_text(0.1), "0.1");
    CHECK_EQUAL(to_text(1.5F), "1.5");
    CHECK_EQUAL(to_text(Errno::UniqueAlreadyExists), "a row with the same unique value exists already");
    // An argument's braces are text.
    CHECK_EQUAL(format_text("{}|{}", "{}", 2), "{}|2");
}

void randomness() {
    // The published algorithms' numbers, and so the same as the TypeScript library's.
    for (const auto& [seed, first, second] :
         {std::tuple(0, 3737715805U, 2584255861U), std::tuple(1, 1695105466U, 1423115009U)}) {
        Rng numbers{Timestamp(seed)};
        CHECK_EQUAL(numbers(), first);
        CHECK_EQUAL(numbers(), second);
    }
    Rng one(Timestamp(1'700'000'000'123'456));
    CHECK_EQUAL(one.bits64(), u64{120238802} << 32 | 291134893);
    bool is_in_range = true;
    bool seen[6] = {};
    for (int i = 0; i < 1000; i++) {
        const i32 rolled = one.integer(-2, 3);
        is_in_range &= rolled >= -2 && rolled <= 3;
        if (is_in_range) seen[rolled + 2] = true;
        const double unit = one.unit();
        is_in_range &= unit >= 0 && unit < 1;
    }
    CHECK(is_in_range);
    for (const bool is_seen : seen) CHECK(is_seen);
    CHECK_EQUAL(one.integer(u64{7}, u64{7}), 7U);

    CHECK_EQUAL(detail::random_uuid(one).version(), 4U);
    CHECK_EQUAL(static_cast<unsigned>(detail::random_uuid(one).value >> 62 & 3), 2U);
    u32 counter = 0;
    const Timestamp now(1'700'000'000'123'456);
    Uuid before = detail::ordered_uuid(now, counter, one);
    CHECK_EQUAL(before.text().substr(0, 19), "018bcfe5-687b-7000-");
    for (int i = 0; i < 1000; i++) {
        const Uuid next = detail::ordered_uuid(now, counter, one);
        if (next <= before || next.version() != 7) check::failures++;
        before = next;
    }
    counter = 0x7FFF'FFFF;
    CHECK_EQUAL(detail::ordered_uuid(now, counter, one).text().substr(14, 13), "70ff-80ff-fff");
    CHECK_EQUAL(counter, 0U);
}

void claims() {
    const Claims token(
        R"({ "hex_identity": "c2", "aud": ["a", "sub"], "nested": {"iss": "wrong", "x": "}\""}, "iat": 17, )"
        R"("iss" : "https:\/\/x", "sub": "\u00e9\ud83e\udd80\n", "exp": null})");
    CHECK_EQUAL(token.issuer(), "https://x");
    CHECK_EQUAL(token.subject(), "\u00e9\U0001F980\n");
    CHECK_EQUAL(token.text_of("hex_identity").value_or("-"), "c2");
    CHECK(!token.text_of("iat"));
    CHECK(!token.text_of("x"));
    for (const char* broken : {"", "{", "[]", "{\"iss\"", "{\"iss\":", "{\"iss\": \"x", "{\"a\": \"\\u12\"", "{\"a\":1"}) {
        CHECK_EQUAL(Claims(broken).issuer(), "");
    }
}

}  // namespace

int main() {
    wide_numbers();
    special_types();
    texts();
    randomness();
    claims();
    return check::result();
}
