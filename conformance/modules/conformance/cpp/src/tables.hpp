// Types and tables. ../../README.md describes them for every language.
#pragma once

#include <stele/stele.hpp>

#include <algorithm>

namespace conformance {

using namespace stele;

// Types

enum class Color { red, green, blue };
STELE_ENUM(Color, red, green, blue)

struct Point {
    i32 x;
    i32 y;
};
STELE_TYPE(Point, x, y)

struct Segment {
    std::string label;
    Point start;
    Point end;
    std::optional<float> width;
};
STELE_TYPE(Segment, label, start, end, width)

struct Shape
    : std::variant<Unit, double, Segment, std::vector<Point>, Color, std::string, std::optional<u8>> {
    using variant::variant;
};
STELE_SUM(Shape, nothing, circle, segment, path, tinted, label, maybe)

struct Empty {};
STELE_TYPE(Empty)

/// One end of a range of scores.
struct Limit : std::variant<i64, i64, Unit> {
    using variant::variant;
};
STELE_SUM(Limit, included, excluded, unbounded)

// What reducers find out

struct Note {
    u32 seq;
    std::string text;
};
STELE_TYPE(Note, seq, text)
STELE_TABLE(note, Note, Public, PrimaryKey<&Note::seq>)

// Values

struct Integers {
    u32 id;
    i8 a;
    u8 b;
    i16 c;
    u16 d;
    i32 e;
    u32 f;
    i64 g;
    u64 h;
};
STELE_TYPE(Integers, id, a, b, c, d, e, f, g, h)
STELE_TABLE(integers, Integers, Public, PrimaryKey<&Integers::id>)

struct Wide {
    u32 id;
    i128 a;
    u128 b;
    i256 c;
    u256 d;
};
STELE_TYPE(Wide, id, a, b, c, d)
STELE_TABLE(wide, Wide, Public, PrimaryKey<&Wide::id>)

struct Floats {
    u32 id;
    float single;
    double precise;
};
STELE_TYPE(Floats, id, single, precise)
STELE_TABLE(floats, Floats, Public, PrimaryKey<&Floats::id>)

struct Texts {
    u32 id;
    bool flag;
    std::string text;
    std::vector<u8> raw;
};
STELE_TYPE(Texts, id, flag, text, raw)
STELE_TABLE(texts, Texts, Public, PrimaryKey<&Texts::id>)

struct Arrays {
    u32 id;
    std::vector<bool> flags;
    std::vector<i32> numbers;
    std::vector<u128> large;
    std::vector<double> reals;
    std::vector<std::string> words;
    std::vector<std::vector<u16>> nested;
    std::vector<Point> points;
    std::vector<std::optional<u8>> maybes;
    std::vector<Color> colors;
};
STELE_TYPE(Arrays, id, flags, numbers, large, reals, words, nested, points, maybes, colors)
STELE_TABLE(arrays, Arrays, Public, PrimaryKey<&Arrays::id>)

struct Options {
    u32 id;
    std::optional<i64> number;
    std::optional<std::string> text;
    std::optional<Point> point;
    std::optional<std::vector<std::string>> list;
    std::optional<Identity> who;
};
STELE_TYPE(Options, id, number, text, point, list, who)
STELE_TABLE(options, Options, Public, PrimaryKey<&Options::id>)

struct Outcomes {
    u32 id;
    Result<u32, std::string> simple;
    Result<Point, Color> rich;
};
STELE_TYPE(Outcomes, id, simple, rich)
STELE_TABLE(outcomes, Outcomes, Public, PrimaryKey<&Outcomes::id>)

struct Products {
    u32 id;
    Segment segment;
    Empty empty;
};
STELE_TYPE(Products, id, segment, empty)
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
    Timestamp at;
    TimeDuration span;
    ScheduleAt due;
    Uuid token;
};
STELE_TYPE(Specials, id, who, conn, at, span, due, token)
STELE_TABLE(specials, Specials, Public, PrimaryKey<&Specials::id>)

// Keys

struct Person {
    u64 id;
    std::string email;
    u8 age;
};
STELE_TYPE(Person, id, email, age)
STELE_TABLE(person, Person, Public, PrimaryKey<&Person::id>, AutoInc<&Person::id>, Unique<&Person::email>,
            BTree<&Person::age>)

/// A unique column of every type that can be a key.
struct Keys {
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
    std::string m;
    Identity n;
    ConnectionId o;
    Uuid p;
    bool q;
};
STELE_TYPE(Keys, id, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q)
STELE_TABLE(keys, Keys, Public, PrimaryKey<&Keys::id>, Unique<&Keys::a>, Unique<&Keys::b>, Unique<&Keys::c>,
            Unique<&Keys::d>, Unique<&Keys::e>, Unique<&Keys::f>, Unique<&Keys::g>, Unique<&Keys::h>,
            Unique<&Keys::i>, Unique<&Keys::j>, Unique<&Keys::k>, Unique<&Keys::l>, Unique<&Keys::m>,
            Unique<&Keys::n>, Unique<&Keys::o>, Unique<&Keys::p>, Unique<&Keys::q>)

struct Slots {
    u32 id;
    u8 a;
    u16 b;
    u64 c;
    Color tone;
};
STELE_TYPE(Slots, id, a, b, c, tone)
STELE_TABLE(slots, Slots, Public, PrimaryKey<&Slots::id>, Direct<&Slots::id>, Unique<&Slots::a>, Direct<&Slots::a>,
            Unique<&Slots::b>, Direct<&Slots::b>, Unique<&Slots::c>, Direct<&Slots::c>, Direct<&Slots::tone>)

struct Counters {
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
STELE_TYPE(Counters, id, a, b, c, d, e, f, g, h, i, j, k, l)
STELE_TABLE(counters, Counters, Public, PrimaryKey<&Counters::id>, AutoInc<&Counters::a>, AutoInc<&Counters::b>,
            AutoInc<&Counters::c>, AutoInc<&Counters::d>, AutoInc<&Counters::e>, AutoInc<&Counters::f>,
            AutoInc<&Counters::g>, AutoInc<&Counters::h>, AutoInc<&Counters::i>, AutoInc<&Counters::j>,
            AutoInc<&Counters::k>, AutoInc<&Counters::l>)

struct Ticket {
    u8 id;
    std::string text;
};
STELE_TYPE(Ticket, id, text)
STELE_TABLE(ticket, Ticket, Public, PrimaryKey<&Ticket::id>, AutoInc<&Ticket::id>)

// Scans

/// A set of rows without any key.
struct Bag {
    u32 x;
    u32 y;
    std::string label;
};
STELE_TYPE(Bag, x, y, label)
STELE_TABLE(bag, Bag, Public, Named<"by_spot", BTree<&Bag::x, &Bag::y>>)

struct Ranked {
    u32 id;
    i64 score;
    std::string label;
    u8 zone;
    i32 line;
    std::string name;
};
STELE_TYPE(Ranked, id, score, label, zone, line, name)
STELE_TABLE(ranked, Ranked, Public, PrimaryKey<&Ranked::id>, BTree<&Ranked::score>, BTree<&Ranked::label>,
            Named<"by_place", BTree<&Ranked::zone, &Ranked::line, &Ranked::name>>)

struct Hashed {
    u32 id;
    std::string team;
    std::string name;
};
STELE_TYPE(Hashed, id, team, name)
STELE_TABLE(hashed, Hashed, Public, PrimaryKey<&Hashed::id>, Hash<&Hashed::team>,
            Named<"by_pair", Hash<&Hashed::team, &Hashed::name>>)

struct Marks {
    u32 id;
    bool flag;
    Color tone;
    Identity who;
    ConnectionId conn;
    Uuid token;
};
STELE_TYPE(Marks, id, flag, tone, who, conn, token)
STELE_TABLE(marks, Marks, Public, PrimaryKey<&Marks::id>, BTree<&Marks::flag>, BTree<&Marks::tone>,
            BTree<&Marks::who>, BTree<&Marks::conn>, BTree<&Marks::token>)

// Visibility

struct Secret {
    u32 id;
    std::string text;
};
STELE_TYPE(Secret, id, text)
STELE_TABLE(secret, Secret, PrimaryKey<&Secret::id>)

struct Ping {
    std::string topic;
    u32 number;
};
STELE_TYPE(Ping, topic, number)
STELE_TABLE(ping, Ping, Public, Event)

// Callers

struct Boot {
    u32 id;
    Identity who;
    std::string text;
};
STELE_TYPE(Boot, id, who, text)
STELE_TABLE(boot, Boot, Public, PrimaryKey<&Boot::id>)

struct Visit {
    u32 seq;
    std::string what;
    Identity who;
    std::optional<ConnectionId> conn;
};
STELE_TYPE(Visit, seq, what, who, conn)
STELE_TABLE(visit, Visit, Public, PrimaryKey<&Visit::seq>)

struct Banned {
    Identity who;
};
STELE_TYPE(Banned, who)
STELE_TABLE(banned, Banned, Public, PrimaryKey<&Banned::who>)

struct Contexts {
    u32 id;
    Identity who;
    std::optional<ConnectionId> conn;
    Timestamp at;
    Identity home;
    std::string issuer;
    std::string subject;
};
STELE_TYPE(Contexts, id, who, conn, at, home, issuer, subject)
STELE_TABLE(contexts, Contexts, Public, PrimaryKey<&Contexts::id>)

/// Tells the clients what a reducer found.
template <class... Args>
void tell(ReducerContext& ctx, Format<Args...> text, const Args&... args) {
    ctx.db[note].insert({static_cast<u32>(ctx.db[note].count()) + 1, detail::formatted(text.text, args...)});
}

/// Items with commas between them, `-` for none.
template <class Items>
std::string listed(const Items& items) {
    std::string text;
    for (const auto& item : items) {
        if (!text.empty()) text += ',';
        append_text(text, item);
    }
    return text.empty() ? "-" : text;
}

/// Values of several types with commas between them.
template <class First, class... Others>
std::string listed_values(const First& first, const Others&... others) {
    std::string text = to_text(first);
    ((text += ',', append_text(text, others)), ...);
    return text;
}

/// The ids of rows in the order in which they come.
template <class Row>
auto ids(Rows<Row> rows) {
    std::vector<decltype(Row::id)> found;
    for (const Row& row : rows) found.push_back(row.id);
    return found;
}

/// The ids of rows, smallest first.
template <class Row>
auto sorted_ids(Rows<Row> rows) {
    auto found = ids(std::move(rows));
    std::ranges::sort(found);
    return found;
}

/// Inserts a row in place of the one with its id.
template <class T>
void put(ReducerContext& ctx, const T& table, typename T::Row row) {
    using Row = typename T::Row;
    ctx.db[table].template by<&Row::id>().erase(row.id);
    ctx.db[table].insert(std::move(row));
}

}  // namespace conformance
