// Values of every type: written from arguments, read back, told as text, copied.
#include "tables.hpp"

#include <numeric>

namespace conformance {

// One writer for each table: a row with the same id is replaced.

void put_integers(ReducerContext& ctx, u32 id, i8 a, u8 b, i16 c, u16 d, i32 e, u32 f, i64 g, u64 h) {
    put(ctx, integers, {id, a, b, c, d, e, f, g, h});
}
STELE_REDUCER(put_integers, id, a, b, c, d, e, f, g, h)

void put_wide(ReducerContext& ctx, u32 id, i128 a, u128 b, i256 c, u256 d) { put(ctx, wide, {id, a, b, c, d}); }
STELE_REDUCER(put_wide, id, a, b, c, d)

void put_floats(ReducerContext& ctx, u32 id, float single, double precise) {
    put(ctx, floats, {id, single, precise});
}
STELE_REDUCER(put_floats, id, single, precise)

void put_texts(ReducerContext& ctx, u32 id, bool flag, std::string text, std::vector<u8> raw) {
    put(ctx, texts, {id, flag, std::move(text), std::move(raw)});
}
STELE_REDUCER(put_texts, id, flag, text, raw)

void put_arrays(ReducerContext& ctx, Arrays row) { put(ctx, arrays, std::move(row)); }
STELE_REDUCER(put_arrays, row)

void put_options(ReducerContext& ctx, Options row) { put(ctx, options, std::move(row)); }
STELE_REDUCER(put_options, row)

void put_outcomes(ReducerContext& ctx, Outcomes row) { put(ctx, outcomes, std::move(row)); }
STELE_REDUCER(put_outcomes, row)

void put_products(ReducerContext& ctx, Products row) { put(ctx, products, std::move(row)); }
STELE_REDUCER(put_products, row)

void put_sums(ReducerContext& ctx, Sums row) { put(ctx, sums, std::move(row)); }
STELE_REDUCER(put_sums, row)

void put_specials(ReducerContext& ctx, Specials row) { put(ctx, specials, row); }
STELE_REDUCER(put_specials, row)

// Values as text

static std::string shown(const Point& point) { return format_text("{}:{}", point.x, point.y); }

static std::string shown(const Shape& shape) {
    if (const auto* segment = get_if<"segment">(shape)) return "segment:" + segment->label;
    if (const auto* path = get_if<"path">(shape)) return format_text("path:{}", path->size());
    if (const auto* color = get_if<"tinted">(shape)) return format_text("tinted:{}", *color);
    if (const auto* label = get_if<"label">(shape)) return "label:" + *label;
    if (const auto* maybe = get_if<"maybe">(shape)) return format_text("maybe:{}", *maybe);
    return get_if<"circle">(shape) != nullptr ? "circle" : "nothing";
}

/// Arguments of many types in one call.
void echo(ReducerContext& ctx, bool flag, i32 number, std::string text, std::vector<u8> raw, Point point, Shape shape,
          std::optional<u8> maybe, std::vector<std::string> words) {
    tell(ctx, "echo {}|{}|{}|{}|{}|{}|{}|{}", flag, number, text, raw.size(), shown(point), shown(shape), maybe,
         listed(words));
}
STELE_REDUCER(echo, flag, number, text, raw, point, shape, maybe, words)

/// The row with an id, which must be there.
template <class T>
static typename T::Row row_of(ReducerContext& ctx, const T& table, u32 id) {
    using Row = typename T::Row;
    std::optional<Row> row = ctx.db[table].template by<&Row::id>().find(id);
    if (!row) panic("no row {}", id);
    return std::move(*row);
}

void show_integers(ReducerContext& ctx, u32 id) {
    const Integers row = row_of(ctx, integers, id);
    tell(ctx, "integers {}", listed_values(row.a, row.b, row.c, row.d, row.e, row.f, row.g, row.h));
}
STELE_REDUCER(show_integers, id)

void show_wide(ReducerContext& ctx, u32 id) {
    const Wide row = row_of(ctx, wide, id);
    tell(ctx, "wide {}", listed_values(row.a, row.b, row.c, row.d));
}
STELE_REDUCER(show_wide, id)

void show_texts(ReducerContext& ctx, u32 id) {
    const Texts row = row_of(ctx, texts, id);
    tell(ctx, "texts {}|{}|{}|{}", row.flag, row.raw.size(), std::accumulate(row.raw.begin(), row.raw.end(), u64{0}),
         row.text);
}
STELE_REDUCER(show_texts, id)

void show_arrays(ReducerContext& ctx, u32 id) {
    const Arrays row = row_of(ctx, arrays, id);
    tell(ctx, "arrays {}|{}|{}",
         listed_values(row.flags.size(), row.numbers.size(), row.large.size(), row.reals.size(), row.words.size(),
                       row.nested.size(), row.points.size(), row.maybes.size(), row.colors.size()),
         std::accumulate(row.numbers.begin(), row.numbers.end(), i64{0}), listed(row.words));
}
STELE_REDUCER(show_arrays, id)

void show_options(ReducerContext& ctx, u32 id) {
    const Options row = row_of(ctx, options, id);
    tell(ctx, "options {}|{}|{}|{}|{}", row.number, row.text, row.point ? shown(*row.point) : "none",
         row.list ? listed(*row.list) : "none", row.who ? "some" : "none");
}
STELE_REDUCER(show_options, id)

void show_outcomes(ReducerContext& ctx, u32 id) {
    const Outcomes row = row_of(ctx, outcomes, id);
    const std::string simple = row.simple ? format_text("ok:{}", *row.simple) : "err:" + row.simple.error();
    const std::string rich = row.rich ? "ok:" + shown(*row.rich) : format_text("err:{}", row.rich.error());
    tell(ctx, "outcomes {}|{}", simple, rich);
}
STELE_REDUCER(show_outcomes, id)

void show_products(ReducerContext& ctx, u32 id) {
    const Segment segment = row_of(ctx, products, id).segment;
    tell(ctx, "products {}|{}|{}|{}", segment.label, shown(segment.start), shown(segment.end),
         segment.width ? "some" : "none");
}
STELE_REDUCER(show_products, id)

void show_sums(ReducerContext& ctx, u32 id) {
    const Sums row = row_of(ctx, sums, id);
    tell(ctx, "sums {}|{}", row.color, shown(row.shape));
}
STELE_REDUCER(show_sums, id)

void show_specials(ReducerContext& ctx, u32 id) {
    const Specials row = row_of(ctx, specials, id);
    const std::string due = row.due.is_interval() ? format_text("interval:{}", std::get<0>(row.due).micros)
                                                  : format_text("time:{}", std::get<1>(row.due).micros);
    tell(ctx, "specials {}|{}|{}|{}|{}|{}", row.who, row.conn, row.at.micros, row.span.micros, due, row.token);
}
STELE_REDUCER(show_specials, id)

template <class T>
static u32 copy(ReducerContext& ctx, const T& table, u32 by) {
    u32 copied = 0;
    for (auto row : ctx.db[table].rows()) {
        row.id += by;
        ctx.db[table].insert(row);
        copied++;
    }
    return copied;
}

/// Reads every row of the tables of values and inserts it again under another id, while it iterates.
void copy_values(ReducerContext& ctx, u32 by) {
    const u32 copied = copy(ctx, integers, by) + copy(ctx, wide, by) + copy(ctx, floats, by) + copy(ctx, texts, by) +
                       copy(ctx, arrays, by) + copy(ctx, options, by) + copy(ctx, outcomes, by) +
                       copy(ctx, products, by) + copy(ctx, sums, by) + copy(ctx, specials, by);
    tell(ctx, "copied {}", copied);
}
STELE_REDUCER(copy_values, by)

}  // namespace conformance
