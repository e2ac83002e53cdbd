// Iteration, and every way to read and delete through an index.
#include "tables.hpp"

namespace conformance {

// bag: whole tables

void add_bag(ReducerContext& ctx, u32 x, u32 y, std::string label) {
    const u64 before = ctx.db[bag].count();
    ctx.db[bag].insert({x, y, std::move(label)});
    tell(ctx, "bag {} {}", before, ctx.db[bag].count());
}
STELE_REDUCER(add_bag, x, y, label)

void remove_bag(ReducerContext& ctx, u32 x, u32 y, std::string label) {
    tell(ctx, "deleted {}", ctx.db[bag].erase({x, y, std::move(label)}));
}
STELE_REDUCER(remove_bag, x, y, label)

/// Rows (n, 2n, label) for n from 0; a label is `length` bytes of `abcdefgh` again and again.
void fill_bag(ReducerContext& ctx, u32 times, u32 length) {
    std::string label;
    for (u32 n = 0; n < length; n++) label += static_cast<char>('a' + n % 8);
    for (u32 n = 0; n < times; n++) ctx.db[bag].insert({n, 2 * n, label});
}
STELE_REDUCER(fill_bag, times, length)

/// Stops after `stop` rows.
void walk_bag(ReducerContext& ctx, u32 stop) {
    u32 visited = 0;
    for ([[maybe_unused]] const Bag& row : ctx.db[bag].rows()) {
        if (visited == stop) break;
        visited++;
    }
    tell(ctx, "visited {}", visited);
}
STELE_REDUCER(walk_bag, stop)

/// Leaves `times` iterations after their first row.
void walk_bag_often(ReducerContext& ctx, u32 times) {
    u32 visited = 0;
    for (u32 n = 0; n < times; n++) {
        for ([[maybe_unused]] const Bag& row : ctx.db[bag].rows()) {
            visited++;
            break;
        }
    }
    tell(ctx, "visited {}", visited);
}
STELE_REDUCER(walk_bag_often, times)

void sum_bag(ReducerContext& ctx) {
    u32 rows = 0;
    u64 sum = 0;
    std::size_t length = 0;
    for (const Bag& row : ctx.db[bag].rows()) {
        rows++;
        sum += row.x;
        length += row.label.size();
    }
    tell(ctx, "sum {} {} {}", rows, sum, length);
}
STELE_REDUCER(sum_bag)

/// Inserts a copy of each row while it iterates.
void copy_bag(ReducerContext& ctx, u32 by) {
    u32 visited = 0;
    for (const Bag& row : ctx.db[bag].rows()) {
        ctx.db[bag].insert({row.x + by, row.y, row.label});
        visited++;
    }
    tell(ctx, "visited {} of {}", visited, ctx.db[bag].count());
}
STELE_REDUCER(copy_bag, by)

/// Deletes each row while it iterates.
void empty_bag(ReducerContext& ctx) {
    u32 deleted = 0;
    for (const Bag& row : ctx.db[bag].rows()) deleted += ctx.db[bag].erase(row) ? 1 : 0;
    tell(ctx, "deleted {}, left {}", deleted, ctx.db[bag].count());
}
STELE_REDUCER(empty_bag)

/// Iterates within an iteration.
void pair_bag(ReducerContext& ctx) {
    u32 pairs = 0;
    for (const Bag& one : ctx.db[bag].rows()) {
        for (const Bag& other : ctx.db[bag].rows()) pairs += one.x < other.x ? 1 : 0;
    }
    tell(ctx, "pairs {}", pairs);
}
STELE_REDUCER(pair_bag)

void clear_bag(ReducerContext& ctx) {
    const u64 cleared = ctx.db[bag].clear();
    tell(ctx, "cleared {}, left {}", cleared, ctx.db[bag].count());
}
STELE_REDUCER(clear_bag)

void filter_bag(ReducerContext& ctx, u32 x) {
    std::vector<u32> found;
    for (const Bag& row : ctx.db[bag].by<"by_spot">().filter(x)) found.push_back(row.y);
    tell(ctx, "bag {}", listed(found));
}
STELE_REDUCER(filter_bag, x)

void filter_spot(ReducerContext& ctx, u32 x, u32 y) {
    std::vector<std::string> found;
    for (const Bag& row : ctx.db[bag].by<"by_spot">().filter(x, y)) found.push_back(row.label);
    std::ranges::sort(found);
    tell(ctx, "bag {}", listed(found));
}
STELE_REDUCER(filter_spot, x, y)

void delete_spots(ReducerContext& ctx, u32 x) { tell(ctx, "deleted {}", ctx.db[bag].by<"by_spot">().erase(x)); }
STELE_REDUCER(delete_spots, x)

// ranked: btree indexes

void add_ranked(ReducerContext& ctx, Ranked row) { ctx.db[ranked].insert(std::move(row)); }
STELE_REDUCER(add_ranked, row)

void scan_score(ReducerContext& ctx, i64 score) {
    tell(ctx, "scores {}", listed(sorted_ids(ctx.db[ranked].by<&Ranked::score>().filter(score))));
}
STELE_REDUCER(scan_score, score)

static Range<i64> score_range(const Limit& low, const Limit& high) {
    using End = Range<i64>::End;
    Range<i64> range;
    const auto set = [](const Limit& limit, std::optional<i64>& value, End& end) {
        if (const i64* included = get_if<"included">(limit)) {
            value = *included;
            end = End::Included;
        } else if (const i64* excluded = get_if<"excluded">(limit)) {
            value = *excluded;
            end = End::Excluded;
        }
    };
    set(low, range.low, range.low_end);
    set(high, range.high, range.high_end);
    return range;
}

void scan_scores(ReducerContext& ctx, Limit low, Limit high) {
    tell(ctx, "scores {}", listed(ids(ctx.db[ranked].by<&Ranked::score>().filter(score_range(low, high)))));
}
STELE_REDUCER(scan_scores, low, high)

void delete_scores(ReducerContext& ctx, Limit low, Limit high) {
    tell(ctx, "deleted {}", ctx.db[ranked].by<&Ranked::score>().erase(score_range(low, high)));
}
STELE_REDUCER(delete_scores, low, high)

/// Labels from `low` to before `high`.
void scan_labels(ReducerContext& ctx, std::string low, std::string high) {
    tell(ctx, "labels {}", listed(ids(ctx.db[ranked].by<&Ranked::label>().filter(between(low, high)))));
}
STELE_REDUCER(scan_labels, low, high)

void scan_place(ReducerContext& ctx, u8 zone, i32 line, std::string name) {
    tell(ctx, "places {}", listed(sorted_ids(ctx.db[ranked].by<"by_place">().filter(zone, line, name))));
}
STELE_REDUCER(scan_place, zone, line, name)

void scan_zone(ReducerContext& ctx, u8 zone) {
    tell(ctx, "places {}", listed(ids(ctx.db[ranked].by<"by_place">().filter(zone))));
}
STELE_REDUCER(scan_zone, zone)

void scan_line(ReducerContext& ctx, u8 zone, i32 line) {
    tell(ctx, "places {}", listed(ids(ctx.db[ranked].by<"by_place">().filter(zone, line))));
}
STELE_REDUCER(scan_line, zone, line)

/// Lines from `low` to `high`, both included.
void scan_lines(ReducerContext& ctx, u8 zone, i32 low, i32 high) {
    tell(ctx, "places {}", listed(ids(ctx.db[ranked].by<"by_place">().filter(zone, closed(low, high)))));
}
STELE_REDUCER(scan_lines, zone, low, high)

/// Names from `low` on.
void scan_names(ReducerContext& ctx, u8 zone, i32 line, std::string low) {
    tell(ctx, "places {}", listed(ids(ctx.db[ranked].by<"by_place">().filter(zone, line, at_least(low)))));
}
STELE_REDUCER(scan_names, zone, line, low)

void delete_zone(ReducerContext& ctx, u8 zone) {
    tell(ctx, "deleted {}", ctx.db[ranked].by<"by_place">().erase(zone));
}
STELE_REDUCER(delete_zone, zone)

/// Lines from `low` to before `high`.
void delete_lines(ReducerContext& ctx, u8 zone, i32 low, i32 high) {
    tell(ctx, "deleted {}", ctx.db[ranked].by<"by_place">().erase(zone, between(low, high)));
}
STELE_REDUCER(delete_lines, zone, low, high)

/// Leaves a scan of an index after `stop` rows.
void walk_scores(ReducerContext& ctx, u32 stop) {
    std::vector<u32> seen;
    for (const Ranked& row : ctx.db[ranked].by<&Ranked::score>().filter(Range<i64>())) {
        if (seen.size() == stop) break;
        seen.push_back(row.id);
    }
    tell(ctx, "scores {}", listed(seen));
}
STELE_REDUCER(walk_scores, stop)

/// Raises every score while it iterates over the index of scores.
void raise_scores(ReducerContext& ctx, i64 by) {
    u32 raised = 0;
    for (Ranked row : ctx.db[ranked].by<&Ranked::score>().filter(Range<i64>())) {
        row.score += by;
        ctx.db[ranked].by<&Ranked::id>().update(std::move(row));
        raised++;
    }
    tell(ctx, "raised {}", raised);
}
STELE_REDUCER(raise_scores, by)

// hashed: hash indexes

void add_hashed(ReducerContext& ctx, u32 id, std::string team, std::string name) {
    ctx.db[hashed].insert({id, std::move(team), std::move(name)});
}
STELE_REDUCER(add_hashed, id, team, name)

void scan_team(ReducerContext& ctx, std::string team) {
    tell(ctx, "team {}", listed(sorted_ids(ctx.db[hashed].by<&Hashed::team>().filter(team))));
}
STELE_REDUCER(scan_team, team)

void scan_pair(ReducerContext& ctx, std::string team, std::string name) {
    tell(ctx, "pair {}", listed(sorted_ids(ctx.db[hashed].by<"by_pair">().filter(team, name))));
}
STELE_REDUCER(scan_pair, team, name)

void delete_team(ReducerContext& ctx, std::string team) {
    tell(ctx, "deleted {}", ctx.db[hashed].by<&Hashed::team>().erase(team));
}
STELE_REDUCER(delete_team, team)

void delete_pair(ReducerContext& ctx, std::string team, std::string name) {
    tell(ctx, "deleted {}", ctx.db[hashed].by<"by_pair">().erase(team, name));
}
STELE_REDUCER(delete_pair, team, name)

// marks: an index over each type that is no number

void add_mark(ReducerContext& ctx, Marks row) { ctx.db[marks].insert(row); }
STELE_REDUCER(add_mark, row)

void scan_flag(ReducerContext& ctx, bool flag) {
    tell(ctx, "marks {}", listed(sorted_ids(ctx.db[marks].by<&Marks::flag>().filter(flag))));
}
STELE_REDUCER(scan_flag, flag)

void scan_tone(ReducerContext& ctx, Color tone) {
    tell(ctx, "marks {}", listed(sorted_ids(ctx.db[marks].by<&Marks::tone>().filter(tone))));
}
STELE_REDUCER(scan_tone, tone)

void scan_who(ReducerContext& ctx, Identity who) {
    tell(ctx, "marks {}", listed(sorted_ids(ctx.db[marks].by<&Marks::who>().filter(who))));
}
STELE_REDUCER(scan_who, who)

void scan_conn(ReducerContext& ctx, ConnectionId conn) {
    tell(ctx, "marks {}", listed(sorted_ids(ctx.db[marks].by<&Marks::conn>().filter(conn))));
}
STELE_REDUCER(scan_conn, conn)

void scan_token(ReducerContext& ctx, Uuid token) {
    tell(ctx, "marks {}", listed(sorted_ids(ctx.db[marks].by<&Marks::token>().filter(token))));
}
STELE_REDUCER(scan_token, token)

}  // namespace conformance
