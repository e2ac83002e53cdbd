// Keys, indexes, sequences, private and event tables. The reference describes the same module in constraints.bin.
#include <stele/stele.hpp>

using namespace stele;

struct Person {
    u64 id;
    std::string email;
    u8 age;
};
STELE_TYPE(Person, id, email, age)
STELE_TABLE(person, Person, Public, PrimaryKey<&Person::id>, AutoInc<&Person::id>, Unique<&Person::email>,
            BTree<&Person::age>)

struct Grid {
    u32 x;
    u32 y;
    std::string label;
};
STELE_TYPE(Grid, x, y, label)
STELE_TABLE(grid, Grid, Public, Named<"by_xy", BTree<&Grid::x, &Grid::y>>)

struct Hashed {
    u32 id;
    std::string name;
    u8 a;
    u16 b;
};
STELE_TYPE(Hashed, id, name, a, b)
STELE_TABLE(hashed, Hashed, Public, PrimaryKey<&Hashed::id>, Named<"by_pair", Hash<&Hashed::a, &Hashed::b>>,
            Hash<&Hashed::name>)

enum class Level { Low, Mid, High };
STELE_ENUM(Level, Low, Mid, High)

struct Dense {
    u16 slot;
    Level level;
    i64 code;
};
STELE_TYPE(Dense, slot, level, code)
STELE_TABLE(dense, Dense, Public, Unique<&Dense::slot>, Direct<&Dense::slot>, BTree<&Dense::level>,
            Unique<&Dense::code>)

struct SmallSeq {
    u8 id;
    std::string text;
};
STELE_TYPE(SmallSeq, id, text)
STELE_TABLE(small_seq, SmallSeq, Public, PrimaryKey<&SmallSeq::id>, AutoInc<&SmallSeq::id>)

struct SignedSeq {
    i8 n;
    std::string text;
};
STELE_TYPE(SignedSeq, n, text)
STELE_TABLE(signed_seq, SignedSeq, Public, AutoInc<&SignedSeq::n>)

struct Pet {
    u32 id;
    u64 owner_id;
    std::string name;
};
STELE_TYPE(Pet, id, owner_id, name)
STELE_TABLE(pet, Pet, Public, PrimaryKey<&Pet::id>, BTree<&Pet::owner_id>)

struct Secret {
    u32 id;
    std::string word;
};
STELE_TYPE(Secret, id, word)
STELE_TABLE(secret, Secret, PrimaryKey<&Secret::id>)

struct Ping {
    u32 n;
    std::string text;
};
STELE_TYPE(Ping, n, text)
STELE_TABLE(ping, Ping, Public, Event)

struct KeyedEvent {
    u32 id;
    std::string text;
};
STELE_TYPE(KeyedEvent, id, text)
STELE_TABLE(keyed_event, KeyedEvent, Public, Event, PrimaryKey<&KeyedEvent::id>)

void add_person(ReducerContext& ctx, std::string email, u8 age) {
    const Person added = ctx.db[person].insert({0, std::move(email), age});
    log::info("person {} added", added.id);
}
STELE_REDUCER(add_person, email, age)

Result<> add_person_id(ReducerContext& ctx, u64 id, std::string email, u8 age) {
    STELE_TRY([[maybe_unused]] const Person added, ctx.db[person].try_insert({id, std::move(email), age}));
    return ok();
}
STELE_REDUCER(add_person_id, id, email, age)

Result<Person> known(ReducerContext& ctx, u64 id) {
    std::optional<Person> found = ctx.db[person].by<&Person::id>().find(id);
    if (!found) return fail("no person {}", id);
    return std::move(*found);
}

Result<> set_age(ReducerContext& ctx, u64 id, u8 age) {
    STELE_TRY(Person changed, known(ctx, id));
    changed.age = age;
    ctx.db[person].by<&Person::id>().update(changed);
    return ok();
}
STELE_REDUCER(set_age, id, age)

Result<> set_email(ReducerContext& ctx, u64 id, std::string email) {
    STELE_TRY(Person changed, known(ctx, id));
    changed.email = std::move(email);
    ctx.db[person].by<&Person::id>().update(changed);
    return ok();
}
STELE_REDUCER(set_email, id, email)

void update_missing(ReducerContext& ctx) { ctx.db[person].by<&Person::id>().update({999'999, "nobody", 1}); }
STELE_REDUCER(update_missing)

Result<> delete_person(ReducerContext& ctx, u64 id) {
    if (ctx.db[person].by<&Person::id>().erase(id) == 0) return fail("no person {}", id);
    return ok();
}
STELE_REDUCER(delete_person, id)

void delete_ages(ReducerContext& ctx, u8 from, u8 to) {
    log::warn("deleted {}", ctx.db[person].by<&Person::age>().erase(closed(from, to)));
}
STELE_REDUCER(delete_ages, from, to)

void delete_and_reinsert(ReducerContext& ctx, u64 id) {
    const Person found = ctx.db[person].by<&Person::id>().find(id).value();
    ctx.db[person].by<&Person::id>().erase(id);
    ctx.db[person].insert(found);
}
STELE_REDUCER(delete_and_reinsert, id)

void insert_and_delete(ReducerContext& ctx) {
    const Person added = ctx.db[person].insert({0, "ghost", 1});
    ctx.db[person].by<&Person::id>().erase(added.id);
}
STELE_REDUCER(insert_and_delete)

void clear_people(ReducerContext& ctx) {
    for (const Person& one : ctx.db[person].rows()) ctx.db[person].by<&Person::id>().erase(one.id);
}
STELE_REDUCER(clear_people)

void add_grid(ReducerContext& ctx, u32 x, u32 y, std::string label) {
    const u64 before = ctx.db[grid].count();
    ctx.db[grid].insert({x, y, std::move(label)});
    log::info("grid {} -> {}", before, ctx.db[grid].count());
}
STELE_REDUCER(add_grid, x, y, label)

void delete_grid(ReducerContext& ctx, u32 x) { log::info("deleted {}", ctx.db[grid].by<"by_xy">().erase(x)); }
STELE_REDUCER(delete_grid, x)

void scan_grid(ReducerContext& ctx, u32 x, u32 lo, u32 hi) {
    log::info("{}", ctx.db[grid].by<"by_xy">().filter(x, between(lo, hi)).to_vector());
}
STELE_REDUCER(scan_grid, x, lo, hi)

void add_hashed(ReducerContext& ctx, u32 id, std::string name, u8 a, u16 b) {
    ctx.db[hashed].insert({id, std::move(name), a, b});
}
STELE_REDUCER(add_hashed, id, name, a, b)

void add_dense(ReducerContext& ctx, u16 slot, Level level, i64 code) { ctx.db[dense].insert({slot, level, code}); }
STELE_REDUCER(add_dense, slot, level, code)

void add_small(ReducerContext& ctx, u8 id, std::string text) {
    log::info("small {}", ctx.db[small_seq].insert({id, std::move(text)}).id);
}
STELE_REDUCER(add_small, id, text)

void fill_small(ReducerContext& ctx, u32 n) {
    for (u32 i = 0; i < n; i++) ctx.db[small_seq].insert({0, format_text("t{}", i)});
}
STELE_REDUCER(fill_small, n)

void fill_signed(ReducerContext& ctx, u32 n) {
    for (u32 i = 0; i < n; i++) {
        const SignedSeq added = ctx.db[signed_seq].insert({0, format_text("t{}", i)});
        if (added.n < 3) log::info("signed {}", added.n);
    }
}
STELE_REDUCER(fill_signed, n)

void add_pet(ReducerContext& ctx, u32 id, u64 owner_id, std::string name) {
    ctx.db[pet].insert({id, owner_id, std::move(name)});
}
STELE_REDUCER(add_pet, id, owner_id, name)

void move_pet(ReducerContext& ctx, u32 id, u64 owner_id) {
    Pet found = ctx.db[pet].by<&Pet::id>().find(id).value();
    found.owner_id = owner_id;
    ctx.db[pet].by<&Pet::id>().update(found);
}
STELE_REDUCER(move_pet, id, owner_id)

void delete_pet(ReducerContext& ctx, u32 id) { ctx.db[pet].by<&Pet::id>().erase(id); }
STELE_REDUCER(delete_pet, id)

void add_secret(ReducerContext& ctx, u32 id, std::string word) { ctx.db[secret].insert({id, std::move(word)}); }
STELE_REDUCER(add_secret, id, word)

void emit(ReducerContext& ctx, u32 n, std::string text) { ctx.db[ping].insert({n, std::move(text)}); }
STELE_REDUCER(emit, n, text)

void emit_many(ReducerContext& ctx, u32 n) {
    for (u32 i = 0; i < n; i++) ctx.db[ping].insert({i, format_text("p{}", i)});
    log::info("visible in tx: {}", ctx.db[ping].count());
}
STELE_REDUCER(emit_many, n)

void emit_twice_same(ReducerContext& ctx) {
    ctx.db[ping].insert({1, "same"});
    ctx.db[ping].insert({1, "same"});
}
STELE_REDUCER(emit_twice_same)

void emit_keyed(ReducerContext& ctx, u32 id, std::string text) { ctx.db[keyed_event].insert({id, std::move(text)}); }
STELE_REDUCER(emit_keyed, id, text)

void emit_keyed_dup(ReducerContext& ctx, u32 id) {
    ctx.db[keyed_event].insert({id, "first"});
    ctx.db[keyed_event].insert({id, "second"});
}
STELE_REDUCER(emit_keyed_dup, id)

void emit_and_delete(ReducerContext& ctx) {
    ctx.db[keyed_event].insert({5, "gone"});
    ctx.db[keyed_event].by<&KeyedEvent::id>().erase(5);
}
STELE_REDUCER(emit_and_delete)

void emit_and_add(ReducerContext& ctx, u32 n) {
    ctx.db[ping].insert({n, "with person"});
    ctx.db[person].insert({0, format_text("p{}@x", n), 33});
}
STELE_REDUCER(emit_and_add, n)

Result<> emit_and_fail(ReducerContext& ctx, u32 n) {
    ctx.db[ping].insert({n, "never seen"});
    return fail("emit failed");
}
STELE_REDUCER(emit_and_fail, n)

void noop(ReducerContext&) {}
STELE_REDUCER(noop)

Result<> fail_err(ReducerContext&, std::string text) { return fail_with(std::move(text)); }
STELE_REDUCER(fail_err, text)

void fail_panic(ReducerContext&, std::string text) { panic("{}", text); }
STELE_REDUCER(fail_panic, text)

Result<> insert_then_err(ReducerContext& ctx, std::string email) {
    ctx.db[person].insert({0, std::move(email), 1});
    return fail("rolled back");
}
STELE_REDUCER(insert_then_err, email)

void insert_then_panic(ReducerContext& ctx, std::string email) {
    ctx.db[person].insert({0, std::move(email), 1});
    panic("rolled back by panic");
}
STELE_REDUCER(insert_then_panic, email)

void big(ReducerContext& ctx, u32 n, u32 len) {
    std::string label;
    for (u32 i = 0; i < len / 8; i++) label += "abcdefgh";
    for (u32 i = 0; i < n; i++) ctx.db[grid].insert({1000, i, label});
}
STELE_REDUCER(big, n, len)

void log_levels(ReducerContext&) {
    log::error("an error");
    log::warn("a warning");
    log::info("an info");
    log::debug("a debug");
    log::trace("a trace");
    const log::Stopwatch watch("watch");
}
STELE_REDUCER(log_levels)
