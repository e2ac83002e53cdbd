// What a call is: who calls, when, what it logs, how it fails.
#include "tables.hpp"

#include <set>

namespace conformance {

// Lifecycle

void init(ReducerContext& ctx) { ctx.db[boot].insert({1, ctx.sender, "init"}); }
STELE_INIT(init)

static void record_visit(ReducerContext& ctx, std::string what) {
    const u32 seq = static_cast<u32>(ctx.db[visit].count()) + 1;
    ctx.db[visit].insert({seq, std::move(what), ctx.sender, ctx.connection_id});
}

Result<> client_connected(ReducerContext& ctx) {
    if (ctx.db[banned].by<&Banned::who>().find(ctx.sender)) return stele::fail("banned");
    record_visit(ctx, "connected");
    return ok();
}
STELE_CLIENT_CONNECTED(client_connected)

void client_disconnected(ReducerContext& ctx) { record_visit(ctx, "disconnected"); }
STELE_CLIENT_DISCONNECTED(client_disconnected)

void ban(ReducerContext& ctx, Identity who) { ctx.db[banned].insert({who}); }
STELE_REDUCER(ban, who)

void unban(ReducerContext& ctx, Identity who) { ctx.db[banned].by<&Banned::who>().erase(who); }
STELE_REDUCER(unban, who)

// Context

void record_context(ReducerContext& ctx, u32 id) {
    const std::optional<Claims> claims = ctx.claims();
    ctx.db[contexts].insert({id, ctx.sender, ctx.connection_id, ctx.timestamp, ctx.database_identity(),
                             claims ? claims->issuer() : "", claims ? claims->subject() : ""});
}
STELE_REDUCER(record_context, id)

// Randomness

/// Whether `times` numbers are all in 1 to `sides`, and not all equal.
void roll(ReducerContext& ctx, u32 sides, u32 times) {
    std::set<u32> rolled;
    for (u32 n = 0; n < times; n++) rolled.insert(ctx.rng().integer(1U, sides));
    const bool is_in_range = rolled.empty() || (*rolled.begin() >= 1 && *rolled.rbegin() <= sides);
    tell(ctx, "rolled {} {}", is_in_range ? "in range" : "out of range", rolled.size() > 1 ? "varied" : "constant");
}
STELE_REDUCER(roll, sides, times)

/// What the random and the ordered UUIDs of one call have in common.
void make_uuids(ReducerContext& ctx, u32 times) {
    const auto version = [](const std::string& uuid) {
        const bool is_variant = std::string_view("89ab").find(uuid[19]) != std::string_view::npos;
        return std::string(1, uuid[14]) + (is_variant ? "" : "!");
    };
    std::set<std::string> random;
    std::vector<std::string> ordered;
    std::vector<std::string> versions;
    for (u32 n = 0; n < times; n++) {
        const std::string four = ctx.new_uuid_v4().text();
        const std::string seven = ctx.new_uuid_v7().text();
        random.insert(four);
        ordered.push_back(seven);
        const std::string both = version(four) + version(seven);
        if (std::ranges::find(versions, both) == versions.end()) versions.push_back(both);
    }
    std::string shown;
    for (const std::string& both : versions) shown += (shown.empty() ? "" : " ") + both;
    const bool is_ascending = std::ranges::adjacent_find(ordered, std::ranges::greater_equal()) == ordered.end();
    tell(ctx, "uuids {} distinct {} {}", shown, random.size(), is_ascending ? "ascending" : "unordered");
}
STELE_REDUCER(make_uuids, times)

// Logging

void log_levels(ReducerContext&, std::string text) {
    log::error("{}", text);
    log::warn("{}", text);
    log::info("{}", text);
    log::debug("{}", text);
    log::trace("{}", text);
}
STELE_REDUCER(log_levels, text)

void log_text(ReducerContext&, std::string text) { log::info("{}", text); }
STELE_REDUCER(log_text, text)

void log_many(ReducerContext&, u32 times) {
    for (u32 n = 0; n < times; n++) log::info("line {}", n);
}
STELE_REDUCER(log_many, times)

void time_span(ReducerContext&, std::string name) {
    const log::Stopwatch stopwatch(name);
    log::info("within");
}
STELE_REDUCER(time_span, name)

// Failing

void nothing(ReducerContext&) {}
STELE_REDUCER(nothing)

Result<> fail(ReducerContext&, std::string text) { return fail_with(std::move(text)); }
STELE_REDUCER(fail, text)

Result<> fail_after_write(ReducerContext& ctx, std::string text) {
    ctx.db[bag].insert({1, 1, text});
    log::info("written");
    return fail_with(std::move(text));
}
STELE_REDUCER(fail_after_write, text)

void crash(ReducerContext&, std::string text) { panic("{}", text); }
STELE_REDUCER(crash, text)

void crash_after_write(ReducerContext& ctx, std::string text) {
    ctx.db[bag].insert({2, 2, text});
    log::info("written");
    panic("{}", text);
}
STELE_REDUCER(crash_after_write, text)

// Visibility

void put_secret(ReducerContext& ctx, u32 id, std::string text) {
    put(ctx, secret, {id, std::move(text)});
    tell(ctx, "secrets {}", ctx.db[secret].count());
}
STELE_REDUCER(put_secret, id, text)

void emit(ReducerContext& ctx, std::string topic, u32 number) { ctx.db[ping].insert({std::move(topic), number}); }
STELE_REDUCER(emit, topic, number)

/// The same event twice, and how many the transaction sees.
void emit_twice(ReducerContext& ctx, std::string topic, u32 number) {
    const u64 before = ctx.db[ping].count();
    ctx.db[ping].insert({topic, number});
    ctx.db[ping].insert({topic, number});
    tell(ctx, "pings {} {}", before, ctx.db[ping].count());
}
STELE_REDUCER(emit_twice, topic, number)

Result<> emit_and_fail(ReducerContext& ctx, std::string topic, u32 number) {
    ctx.db[ping].insert({std::move(topic), number});
    return stele::fail("emitted nothing");
}
STELE_REDUCER(emit_and_fail, topic, number)

// Starting over

template <class... Tables>
static void clear(ReducerContext& ctx, const Tables&... tables) {
    (ctx.db[tables].clear(), ...);
}

/// Empties every table but `boot`.
void reset(ReducerContext& ctx) {
    clear(ctx, note, integers, wide, floats, texts, arrays, options, outcomes, products, sums, specials, person, keys,
          slots, counters, ticket, bag, ranked, hashed, marks, secret, visit, banned, contexts);
}
STELE_REDUCER(reset)

}  // namespace conformance
