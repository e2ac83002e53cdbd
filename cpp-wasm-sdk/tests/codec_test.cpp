// BSATN: bytes of known values, and what cut and damaged bytes become.
#include "check.hpp"
#include "stele/codec.hpp"
#include "stele/range.hpp"

#include <limits>
#include <random>

using namespace stele;
using Bytes = std::vector<u8>;

namespace {

struct Point {
    i32 x;
    i32 y;
    friend bool operator==(const Point&, const Point&) = default;
};
STELE_TYPE(Point, x, y)

enum class Color { Red, Green, Blue };
STELE_ENUM(Color, Red, Green, Blue)

struct Shape : std::variant<Unit, double, Point, std::string> {
    using variant::variant;
};
STELE_SUM(Shape, Nothing, Circle, Box, Label)

struct Tree {
    u32 value;
    std::vector<Tree> children;
    friend bool operator==(const Tree&, const Tree&) = default;
};
STELE_TYPE(Tree, value, children)

struct Everything {
    bool flag;
    i8 small;
    u64 large;
    i128 wide;
    u256 widest;
    float single;
    double precise;
    std::string text;
    Bytes raw;
    std::vector<bool> flags;
    std::vector<std::string> words;
    std::optional<Point> point;
    Color color;
    Shape shape;
    Tree tree;
    Result<u32, std::string> outcome;
    Identity who;
    ConnectionId connection;
    Timestamp at;
    TimeDuration span;
    ScheduleAt due;
    Uuid token;
    friend bool operator==(const Everything&, const Everything&) = default;
};
STELE_TYPE(Everything, flag, small, large, wide, widest, single, precise, text, raw, flags, words, point, color, shape,
           tree, outcome, who, connection, at, span, due, token)

Everything something() {
    return {true,
            -2,
            ~u64{0},
            -3,
            u256::max() - u256(5U),
            1.5F,
            -0.0,
            "h\u00e9",
            {0, 255},
            {true, false, true},
            {"", "word"},
            Point{1, -1},
            Color::Blue,
            make<Shape, "Box">(Point{2, 3}),
            {1, {{2, {}}, {3, {{4, {}}}}}},
            fail("no"),
            {u256(7U)},
            {8},
            Timestamp(-9),
            TimeDuration(10),
            ScheduleAt::once(Timestamp(11)),
            {12}};
}

void known_bytes() {
    CHECK_EQUAL(encode(true), Bytes{1});
    CHECK_EQUAL(encode(i16{-2}), Bytes{0xfe, 0xff});
    CHECK_EQUAL(encode(u32{0x01020304}), Bytes{4, 3, 2, 1});
    CHECK_EQUAL(encode(i128{-1}), Bytes(16, 0xff));
    CHECK_EQUAL(encode(i256(-1)), Bytes(32, 0xff));
    CHECK_EQUAL(encode(1.0F), Bytes{0, 0, 0x80, 0x3f});
    CHECK_EQUAL(encode(std::string("ab")), Bytes{2, 0, 0, 0, 'a', 'b'});
    CHECK_EQUAL(encode(std::vector<u16>{1, 2}), Bytes{2, 0, 0, 0, 1, 0, 2, 0});
    CHECK_EQUAL(encode(std::optional<u8>(5)), Bytes{0, 5});
    CHECK_EQUAL(encode(std::optional<u8>()), Bytes{1});
    CHECK_EQUAL(encode(Result<u8, std::string>(u8{6})), Bytes{0, 6});
    CHECK_EQUAL(encode(Result<u8, std::string>(fail("x"))), Bytes{1, 1, 0, 0, 0, 'x'});
    CHECK_EQUAL(encode(Unit{}), Bytes{});
    CHECK_EQUAL(encode(Point{1, -1}), Bytes{1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff});
    CHECK_EQUAL(encode(Color::Blue), Bytes{2});
    CHECK_EQUAL(encode(make<Shape, "Nothing">()), Bytes{0});
    CHECK_EQUAL(encode(make<Shape, "Label">("q")), Bytes{3, 1, 0, 0, 0, 'q'});
    CHECK_EQUAL(encode(ScheduleAt::every(TimeDuration(1))), Bytes{0, 1, 0, 0, 0, 0, 0, 0, 0});
    CHECK_EQUAL(encode(ScheduleAt::once(Timestamp(1))), Bytes{1, 1, 0, 0, 0, 0, 0, 0, 0});
    CHECK_EQUAL(encode(Uuid{0x0102}).at(0), 2);
    CHECK_EQUAL(encode(Tree{1, {{2, {}}}}), Bytes{1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0});
}

void there_and_back() {
    const Everything value = something();
    const std::optional<Everything> again = decode<Everything>(encode(value));
    CHECK(again.has_value());
    CHECK(again && *again == value);
    CHECK(std::signbit(again->precise));
    CHECK_EQUAL(*get_if<"Box">(again->shape), Point{2, 3});
    CHECK(get_if<"Circle">(again->shape) == nullptr);
}

void wrong_bytes() {
    CHECK(!decode<bool>(Bytes{2}));
    CHECK(!decode<u32>(Bytes{1, 2, 3}));
    CHECK(!decode<std::string>(Bytes{2, 0, 0, 0, 'a'}));
    CHECK(!decode<std::optional<u8>>(Bytes{2, 0}));
    CHECK(!(decode<Result<u8, u8>>(Bytes{2, 0})));
    CHECK(!decode<Color>(Bytes{3}));
    CHECK(!decode<Shape>(Bytes{4}));
    // Lengths that no memory could hold are refused before anything is reserved.
    CHECK(!decode<std::vector<u64>>(Bytes{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}));
    CHECK(!decode<std::vector<Tree>>(Bytes{0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0}));
    CHECK(!decode<std::vector<Unit>>(Bytes{0xff, 0xff, 0xff, 0xff}));
    CHECK(decode<std::vector<Unit>>(Bytes{5, 0, 0, 0})->size() == 5);
    const auto text = [](std::initializer_list<u8> bytes) {
        Bytes all{static_cast<u8>(bytes.size()), 0, 0, 0};
        all.insert(all.end(), bytes);
        return decode<std::string>(all);
    };
    CHECK(text({0xC3, 0xA9}) == "\u00e9");
    CHECK(text({0xF0, 0x9F, 0xA6, 0x80}) == "\U0001F980");
    for (const auto& bad : {std::initializer_list<u8>{0x80}, {0xC0, 0x80}, {0xC3}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80},
                            {0xF0, 0x80, 0x80, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0xC3, 0x28},
                            {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 0xFF}}) {
        CHECK(!text(bad));
    }
}

/// Every prefix of a value is an error, and no damaged byte does more harm than another value or an error.
void cut_and_damaged() {
    const Bytes whole = encode(something());
    for (std::size_t length = 0; length < whole.size(); length++) {
        CHECK(!decode<Everything>(std::span(whole).first(length)));
    }
    for (std::size_t at = 0; at < whole.size(); at++) {
        for (int bit = 0; bit < 8; bit++) {
            Bytes damaged = whole;
            damaged[at] ^= static_cast<u8>(1 << bit);
            const std::optional<Everything> read = decode<Everything>(damaged);
            // What can be read is written as its own bytes again: nothing is misunderstood.
            if (read) CHECK(std::equal(damaged.begin(), damaged.begin() + static_cast<std::ptrdiff_t>(encode(*read).size()),
                                       encode(*read).begin()));
        }
    }
}

void random_bytes() {
    const unsigned seed = std::getenv("STELE_SEED") ? static_cast<unsigned>(std::atol(std::getenv("STELE_SEED")))
                                                    : std::random_device()();
    std::printf("seed %u\n", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 20'000; round++) {
        Bytes bytes(random() % 200);
        for (u8& byte : bytes) byte = static_cast<u8>(random() % 4 == 0 ? random() : random() % 3);
        const std::optional<Tree> tree = decode<Tree>(bytes);
        if (tree) CHECK(decode<Tree>(encode(*tree)) == tree);
        const std::optional<Everything> value = decode<Everything>(bytes);
        CHECK(!value || encode(*value).size() <= bytes.size());
    }
}

}  // namespace

int main() {
    known_bytes();
    there_and_back();
    wrong_bytes();
    cut_and_damaged();
    random_bytes();
    return check::result();
}
