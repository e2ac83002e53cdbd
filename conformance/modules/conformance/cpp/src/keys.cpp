// Primary keys, unique columns, generated columns.
#include "tables.hpp"

namespace conformance {

// people: a generated primary key, a unique column, an index

void add_person(ReducerContext& ctx, std::string email, u8 age) {
    tell(ctx, "person {}", ctx.db[person].insert({0, std::move(email), age}).id);
}
STELE_REDUCER(add_person, email, age)

void add_person_with(ReducerContext& ctx, u64 id, std::string email, u8 age) {
    tell(ctx, "person {}", ctx.db[person].insert({id, std::move(email), age}).id);
}
STELE_REDUCER(add_person_with, id, email, age)

/// A violation is noticed, and the call goes on.
Result<> try_add_person(ReducerContext& ctx, u64 id, std::string email, u8 age) {
    const Result<Person, Errno> added = ctx.db[person].try_insert({id, std::move(email), age});
    if (added) {
        tell(ctx, "person {}", added->id);
    } else if (added.error() == Errno::UniqueAlreadyExists) {
        tell(ctx, "refused");
    } else {
        return stele::fail("{}", added.error());
    }
    return ok();
}
STELE_REDUCER(try_add_person, id, email, age)

void add_two_people(ReducerContext& ctx, std::string first, std::string second) {
    ctx.db[person].insert({0, std::move(first), 1});
    ctx.db[person].insert({0, std::move(second), 2});
}
STELE_REDUCER(add_two_people, first, second)

void set_person(ReducerContext& ctx, u64 id, std::string email, u8 age) {
    tell(ctx, "updated {}", ctx.db[person].by<&Person::id>().update({id, std::move(email), age}).id);
}
STELE_REDUCER(set_person, id, email, age)

static Result<Person> known(ReducerContext& ctx, u64 id) {
    std::optional<Person> row = ctx.db[person].by<&Person::id>().find(id);
    if (!row) return stele::fail("no person {}", id);
    return std::move(*row);
}

Result<> set_age(ReducerContext& ctx, u64 id, u8 age) {
    STELE_TRY(Person row, known(ctx, id));
    row.age = age;
    ctx.db[person].by<&Person::id>().update(std::move(row));
    return ok();
}
STELE_REDUCER(set_age, id, age)

Result<> swap_emails(ReducerContext& ctx, u64 first, u64 second) {
    STELE_TRY(Person one, known(ctx, first));
    STELE_TRY(Person other, known(ctx, second));
    ctx.db[person].by<&Person::id>().erase(first);
    ctx.db[person].by<&Person::id>().erase(second);
    std::swap(one.email, other.email);
    ctx.db[person].insert(std::move(one));
    ctx.db[person].insert(std::move(other));
    return ok();
}
STELE_REDUCER(swap_emails, first, second)

static std::string shown(const std::optional<Person>& row) {
    return row ? listed_values(row->id, row->email, row->age) : "none";
}

void find_person(ReducerContext& ctx, u64 id) {
    tell(ctx, "found {}", shown(ctx.db[person].by<&Person::id>().find(id)));
}
STELE_REDUCER(find_person, id)

void find_email(ReducerContext& ctx, std::string email) {
    tell(ctx, "found {}", shown(ctx.db[person].by<&Person::email>().find(email)));
}
STELE_REDUCER(find_email, email)

void filter_age(ReducerContext& ctx, u8 age) {
    tell(ctx, "ages {}", listed(sorted_ids(ctx.db[person].by<&Person::age>().filter(age))));
}
STELE_REDUCER(filter_age, age)

void delete_person(ReducerContext& ctx, u64 id) {
    tell(ctx, "deleted {}", ctx.db[person].by<&Person::id>().erase(id) > 0);
}
STELE_REDUCER(delete_person, id)

void delete_email(ReducerContext& ctx, std::string email) {
    tell(ctx, "deleted {}", ctx.db[person].by<&Person::email>().erase(email) > 0);
}
STELE_REDUCER(delete_email, email)

void delete_age(ReducerContext& ctx, u8 age) {
    tell(ctx, "deleted {}", ctx.db[person].by<&Person::age>().erase(age));
}
STELE_REDUCER(delete_age, age)

void delete_person_row(ReducerContext& ctx, u64 id, std::string email, u8 age) {
    tell(ctx, "deleted {}", ctx.db[person].erase({id, std::move(email), age}));
}
STELE_REDUCER(delete_person_row, id, email, age)

Result<> delete_and_reinsert(ReducerContext& ctx, u64 id) {
    STELE_TRY(Person row, known(ctx, id));
    ctx.db[person].by<&Person::id>().erase(id);
    ctx.db[person].insert(std::move(row));
    return ok();
}
STELE_REDUCER(delete_and_reinsert, id)

void insert_and_delete(ReducerContext& ctx, std::string email) {
    const u64 id = ctx.db[person].insert({0, std::move(email), 1}).id;
    ctx.db[person].by<&Person::id>().erase(id);
}
STELE_REDUCER(insert_and_delete, email)

/// Updates a row with what it is already.
Result<> touch_person(ReducerContext& ctx, u64 id) {
    STELE_TRY(Person row, known(ctx, id));
    ctx.db[person].by<&Person::id>().update(std::move(row));
    return ok();
}
STELE_REDUCER(touch_person, id)

/// Reads its own writes.
void insert_and_count(ReducerContext& ctx, std::string email) {
    const u64 before = ctx.db[person].count();
    ctx.db[person].insert({0, email, 1});
    tell(ctx, "count {} {} {}", before, ctx.db[person].count(),
         ctx.db[person].by<&Person::email>().find(email).has_value());
}
STELE_REDUCER(insert_and_count, email)

void clear_people(ReducerContext& ctx) { tell(ctx, "cleared {}", ctx.db[person].clear()); }
STELE_REDUCER(clear_people)

// keys: a unique column of every type

void add_key(ReducerContext& ctx, Keys row) { ctx.db[keys].insert(std::move(row)); }
STELE_REDUCER(add_key, row)

/// Calls f for each unique column with its letter and a value of it.
template <auto... Columns, class F>
static void each_column(const Keys& row, F f) {
    char letter = 'a';
    (f.template operator()<Columns>(letter++, row.*Columns), ...);
}

template <class F>
static void each_key(const Keys& row, F f) {
    each_column<&Keys::a, &Keys::b, &Keys::c, &Keys::d, &Keys::e, &Keys::f, &Keys::g, &Keys::h, &Keys::i, &Keys::j,
                &Keys::k, &Keys::l, &Keys::m, &Keys::n, &Keys::o, &Keys::p, &Keys::q>(row, f);
}

/// The letters of the columns whose value is in the table.
void find_keys(ReducerContext& ctx, Keys row) {
    std::string hits;
    each_key(row, [&]<auto Column>(char letter, const auto& value) {
        if (ctx.db[keys].by<Column>().find(value)) hits += letter;
    });
    tell(ctx, "keys {}", hits.empty() ? "-" : hits);
}
STELE_REDUCER(find_keys, row)

/// Deletes by each column in turn until one hits.
void delete_key(ReducerContext& ctx, Keys row) {
    char hit = '-';
    each_key(row, [&]<auto Column>(char letter, const auto& value) {
        if (hit == '-' && ctx.db[keys].by<Column>().erase(value) > 0) hit = letter;
    });
    tell(ctx, "deleted by {}", hit);
}
STELE_REDUCER(delete_key, row)

void set_key(ReducerContext& ctx, Keys row) { ctx.db[keys].by<&Keys::id>().update(std::move(row)); }
STELE_REDUCER(set_key, row)

// slots: direct indexes

void add_slot(ReducerContext& ctx, Slots row) { ctx.db[slots].insert(row); }
STELE_REDUCER(add_slot, row)

void set_slot(ReducerContext& ctx, Slots row) { ctx.db[slots].by<&Slots::id>().update(row); }
STELE_REDUCER(set_slot, row)

/// The ids that each unique column of `row` leads to, then those with its tone.
void find_slot(ReducerContext& ctx, Slots row) {
    const auto id_of = [](const std::optional<Slots>& found) { return found ? to_text(found->id) : "none"; };
    tell(ctx, "slots {}|{}",
         listed_values(id_of(ctx.db[slots].by<&Slots::id>().find(row.id)),
                       id_of(ctx.db[slots].by<&Slots::a>().find(row.a)),
                       id_of(ctx.db[slots].by<&Slots::b>().find(row.b)),
                       id_of(ctx.db[slots].by<&Slots::c>().find(row.c))),
         listed(sorted_ids(ctx.db[slots].by<&Slots::tone>().filter(row.tone))));
}
STELE_REDUCER(find_slot, row)

void delete_slot(ReducerContext& ctx, Color tone) {
    tell(ctx, "deleted {}", ctx.db[slots].by<&Slots::tone>().erase(tone));
}
STELE_REDUCER(delete_slot, tone)

// Generated columns

/// Columns that are 0 are filled in.
void count_up(ReducerContext& ctx, Counters row) {
    const Counters made = ctx.db[counters].insert(row);
    tell(ctx, "counters {}",
         listed_values(made.a, made.b, made.c, made.d, made.e, made.f, made.g, made.h, made.i, made.j, made.k, made.l));
}
STELE_REDUCER(count_up, row)

/// Inserts `times` rows from id `first` on; tells of the last one.
void count_far(ReducerContext& ctx, u32 first, u32 times) {
    std::string last = "-";
    for (u32 n = 0; n < times; n++) {
        Counters zeros{};
        zeros.id = first + n;
        const Counters made = ctx.db[counters].insert(zeros);
        last = listed_values(made.a, made.b, made.c);
    }
    tell(ctx, "counters {}", last);
}
STELE_REDUCER(count_far, first, times)

void add_ticket(ReducerContext& ctx, u8 id, std::string text) {
    tell(ctx, "ticket {}", ctx.db[ticket].insert({id, std::move(text)}).id);
}
STELE_REDUCER(add_ticket, id, text)

void add_tickets(ReducerContext& ctx, u32 times) {
    for (u32 n = 0; n < times; n++) ctx.db[ticket].insert({0, format_text("t{}", n)});
}
STELE_REDUCER(add_tickets, times)

void clear_tickets(ReducerContext& ctx) { tell(ctx, "cleared {}", ctx.db[ticket].clear()); }
STELE_REDUCER(clear_tickets)

}  // namespace conformance
