// One table for each group of types. The reference describes the same module in alltypes.bin.
#include <stele/stele.hpp>

#include <limits>

using namespace stele;

struct Point {
    i32 x;
    i32 y;
};
STELE_TYPE(Point, x, y)

struct Nested {
    std::string name;
    Point pos;
    std::vector<std::string> tags;
    std::optional<Point> inner;
};
STELE_TYPE(Nested, name, pos, tags, inner)

struct Empty {};
STELE_TYPE(Empty)

enum class Color { Red, Green, DarkBlue };
STELE_ENUM(Color, Red, Green, DarkBlue)

struct Shape
    : std::variant<Unit, double, Point, std::string, std::vector<u16>, std::optional<u8>, Color> {
    using variant::variant;
};
STELE_SUM(Shape, Nothing, Circle, Rect, Label, Many, Maybe, Tinted)

struct Ints {
    u32 id;
    i8 a;
    u8 b;
    i16 c;
    u16 d;
    i32 e;
    u32 f;
    i64 g;
    u64 h;
    i128 i;
    u128 j;
    i256 k;
    u256 l;
};
STELE_TYPE(Ints, id, a, b, c, d, e, f, g, h, i, j, k, l)
STELE_TABLE(ints, Ints, Public, PrimaryKey<&Ints::id>)

struct Floats {
    u32 id;
    float single;
    double double_;
    bool flag;
};
// `double` is a word of C++ itself, so the field has another name here than in the table.
[[maybe_unused]] inline ProductOf<"Floats", Field<"id", &Floats::id>, Field<"single", &Floats::single>,
                                  Field<"double", &Floats::double_>, Field<"flag", &Floats::flag>>
stele_reflect(Tag<Floats>) {
    return {};
}
STELE_TABLE(floats, Floats, Public, PrimaryKey<&Floats::id>)

struct Texts {
    u32 id;
    std::string s;
    std::vector<u8> raw;
};
STELE_TYPE(Texts, id, s, raw)
STELE_TABLE(texts, Texts, Public, PrimaryKey<&Texts::id>)

struct Options {
    u32 id;
    std::optional<u8> num;
    std::optional<std::string> text;
    std::optional<std::optional<i32>> deep;
    std::optional<Point> point;
    std::optional<Identity> who;
    std::optional<std::vector<u8>> raw;
};
STELE_TYPE(Options, id, num, text, deep, point, who, raw)
STELE_TABLE(options, Options, Public, PrimaryKey<&Options::id>)

struct Results {
    u32 id;
    Result<u32, std::string> simple;
    Result<Point, Color> rich;
};
STELE_TYPE(Results, id, simple, rich)
STELE_TABLE(results, Results, Public, PrimaryKey<&Results::id>)

struct Arrays {
    u32 id;
    std::vector<u8> bytes;
    std::vector<i32> ints;
    std::vector<double> doubles;
    std::vector<std::string> texts;
    std::vector<bool> flags;
    std::vector<Point> points;
    std::vector<std::vector<u8>> matrix;
    std::vector<std::optional<u32>> maybe;
    std::vector<Color> colors;
    std::vector<u128> wide;
};
STELE_TYPE(Arrays, id, bytes, ints, doubles, texts, flags, points, matrix, maybe, colors, wide)
STELE_TABLE(arrays, Arrays, Public, PrimaryKey<&Arrays::id>)

struct Products {
    u32 id;
    Point point;
    Nested nested;
    Empty empty;
};
STELE_TYPE(Products, id, point, nested, empty)
STELE_TABLE(products, Products, Public, PrimaryKey<&Products::id>)

struct Sums {
    u32 id;
    Color color;
    Shape shape;
};
STELE_TYPE(Sums, id, color, shape)
STELE_TABLE(sums, Sums, Public, PrimaryKey<&Sums::id>)

struct Specials {
    u32 id;
    Identity who;
    ConnectionId conn;
    Timestamp ts;
    TimeDuration dur;
    ScheduleAt at;
    Uuid uuid;
};
STELE_TYPE(Specials, id, who, conn, ts, dur, at, uuid)
STELE_TABLE(specials, Specials, Public, PrimaryKey<&Specials::id>)

struct CamelRow {
    u64 rowId;
    u32 camelField;
    u16 HTTPStatus;
    u8 with2digits;
    float f32;
    std::string x_y;
};
STELE_TYPE(CamelRow, rowId, camelField, HTTPStatus, with2digits, f32, x_y)
STELE_TABLE(camelTable, CamelRow, Public, PrimaryKey<&CamelRow::rowId>, AutoInc<&CamelRow::rowId>,
            Unique<&CamelRow::x_y>, Named<"byBoth", BTree<&CamelRow::camelField, &CamelRow::HTTPStatus>>)

template <class T>
void put(ReducerContext& ctx, const T& table, typename T::Row row) {
    using Row = typename T::Row;
    log::info("{}", row);
    ctx.db[table].template by<&Row::id>().erase(row.id);
    ctx.db[table].insert(std::move(row));
}

void put_ints(ReducerContext& ctx, Ints row) { put(ctx, ints, row); }
STELE_REDUCER(put_ints, row)
void put_floats(ReducerContext& ctx, Floats row) { put(ctx, floats, row); }
STELE_REDUCER(put_floats, row)
void put_texts(ReducerContext& ctx, Texts row) { put(ctx, texts, row); }
STELE_REDUCER(put_texts, row)
void put_options(ReducerContext& ctx, Options row) { put(ctx, options, row); }
STELE_REDUCER(put_options, row)
void put_arrays(ReducerContext& ctx, Arrays row) { put(ctx, arrays, row); }
STELE_REDUCER(put_arrays, row)
void put_results(ReducerContext& ctx, Results row) { put(ctx, results, row); }
STELE_REDUCER(put_results, row)
void put_products(ReducerContext& ctx, Products row) { put(ctx, products, row); }
STELE_REDUCER(put_products, row)
void put_sums(ReducerContext& ctx, Sums row) { put(ctx, sums, row); }
STELE_REDUCER(put_sums, row)
void put_specials(ReducerContext& ctx, Specials row) { put(ctx, specials, row); }
STELE_REDUCER(put_specials, row)

void putCamelRow(ReducerContext& ctx, u32 camelField, u16 HTTPStatus, std::string xY) {
    ctx.db[camelTable].insert({0, camelField, HTTPStatus, 2, 0.5F, std::move(xY)});
}
STELE_REDUCER(putCamelRow, camelField, HTTPStatus, xY)

void many_args(ReducerContext&, i8 a, u64 b, float c, bool d, std::string e, std::vector<u8> f,
               std::optional<std::string> g, Color h, Shape i, Point j) {
    log::info("{} {} {} {} {} {} {} {} {} {}", a, b, c, d, e, f, g, h, i, j);
}
STELE_REDUCER(many_args, a, b, c, d, e, f, g, h, i, j)

void clear(ReducerContext& ctx) {
    ctx.db[ints].clear();
    ctx.db[floats].clear();
    ctx.db[texts].clear();
    ctx.db[options].clear();
    ctx.db[results].clear();
    ctx.db[arrays].clear();
    ctx.db[products].clear();
    ctx.db[sums].clear();
    ctx.db[specials].clear();
}
STELE_REDUCER(clear)

void fixed(ReducerContext& ctx) {
    const auto bytes = [](std::string_view text) { return std::vector<u8>(text.begin(), text.end()); };
    constexpr i128 I128_MIN = static_cast<i128>(static_cast<u128>(1) << 127);
    using std::numeric_limits;
    ctx.db[ints].insert({1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {}, {}});
    ctx.db[ints].insert({2, -128, 255, -32768, 65535, numeric_limits<i32>::min(), numeric_limits<u32>::max(),
                         numeric_limits<i64>::min(), numeric_limits<u64>::max(), I128_MIN, ~static_cast<u128>(0),
                         i256::min(), u256::max()});
    ctx.db[ints].insert({3, 127, 1, 32767, 1, numeric_limits<i32>::max(), 1, numeric_limits<i64>::max(),
                         9'007'199'254'740'993, ~I128_MIN, static_cast<u128>(1) << 64, i256::max(),
                         u256(u64{0x1234'5678'9abc'def0})});
    ctx.db[ints].insert({4, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, i256(-1), u256(1U)});
    struct Case {
        float single;
        double precise;
        bool flag;
    };
    u32 id = 0;
    for (const Case& c : {Case{0, 0, false}, Case{-0.0F, -0.0, true}, Case{1.5F, 0.1, true},
                          Case{numeric_limits<float>::max(), numeric_limits<double>::max(), false},
                          Case{numeric_limits<float>::min(), numeric_limits<double>::min(), false},
                          Case{numeric_limits<float>::infinity(), -numeric_limits<double>::infinity(), false},
                          Case{numeric_limits<float>::quiet_NaN(), numeric_limits<double>::quiet_NaN(), false},
                          Case{16777216.0F, 1e21, true}, Case{1e10F, 1e16, true}, Case{0.1F, 123456789.125, true}}) {
        ctx.db[floats].insert({++id, c.single, c.precise, c.flag});
    }
    ctx.db[texts].insert({1, "", {}});
    ctx.db[texts].insert({2, "plain", {0, 1, 254, 255}});
    ctx.db[texts].insert({3,
                          std::string("quote \" back \\ slash / tab \t nl \n nul \0 bell \x07 del \x7f ", 57) +
                              "\u00e9 \u6f22\u5b57 \U0001F980 \u2028",
                          bytes("ascii")});
    ctx.db[options].insert({1, {}, {}, {}, {}, {}, {}});
    ctx.db[options].insert({2, 7, "x", std::optional<i32>(), Point{1, -2}, Identity{}, std::vector<u8>{1, 2}});
    ctx.db[options].insert({3, 0, "", std::optional<i32>(-5), {}, Identity{u256(1U)}, std::vector<u8>{}});
    ctx.db[results].insert({1, 5U, fail_with(Color::Green)});
    ctx.db[results].insert({2, fail("bad"), Point{3, 4}});
    ctx.db[arrays].insert({1, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}});
    ctx.db[arrays].insert({2,
                           {1, 2, 255},
                           {-1, 0, numeric_limits<i32>::max()},
                           {0.5, -2.25},
                           {"a", ""},
                           {true, false},
                           {{1, 2}, {3, 4}},
                           {{1}, {}, {2, 3}},
                           {1, std::nullopt},
                           {Color::Red, Color::DarkBlue},
                           {1, ~static_cast<u128>(0)}});
    ctx.db[products].insert({1, {-1, 1}, {"n", {9, 8}, {"t1", "t2"}, Point{7, 6}}, {}});
    id = 0;
    for (const auto& [color, shape] : std::initializer_list<std::pair<Color, Shape>>{
             {Color::Red, make<Shape, "Nothing">()},
             {Color::Green, make<Shape, "Circle">(2.5)},
             {Color::DarkBlue, make<Shape, "Rect">(Point{1, 2})},
             {Color::Red, make<Shape, "Label">("lbl")},
             {Color::Red, make<Shape, "Many">(std::vector<u16>{1, 65535})},
             {Color::Red, make<Shape, "Maybe">(std::nullopt)},
             {Color::Red, make<Shape, "Maybe">(u8{3})},
             {Color::Red, make<Shape, "Tinted">(Color::DarkBlue)}}) {
        ctx.db[sums].insert({++id, color, shape});
    }
    const std::optional<Identity> who =
        Identity::parse("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100");
    const auto wide = [](u64 high, u64 low) { return static_cast<u128>(high) << 64 | low; };
    ctx.db[specials].insert(
        {1, {}, {}, Timestamp(0), TimeDuration(0), ScheduleAt::once(Timestamp(0)), {}});
    ctx.db[specials].insert({2, *who, {wide(0x0123456789abcdef, 0x0011223344556677)},
                             Timestamp(1'700'000'000'123'456), TimeDuration(1'500'001),
                             ScheduleAt::every(TimeDuration(250'000)), {~static_cast<u128>(0)}});
    ctx.db[specials].insert({3, {u256(1U)}, {1}, Timestamp(-1), TimeDuration(-2'000'001),
                             ScheduleAt::once(Timestamp(253'402'300'799'999'999)),
                             {wide(0x0198c3a47b1d7abc, 0x8def0123456789ab)}});
}
STELE_REDUCER(fixed)
