// What tables and indexes ask of the host, and what they make of its answers.
#include "check.hpp"
#include "fake_host.hpp"
#include "stele/stele.hpp"

using namespace stele;
using fake_host::Bytes;
using fake_host::last;
using fake_host::state;

namespace {

enum class Level { Low, High };
STELE_ENUM(Level, Low, High)

struct Person {
    u64 id;
    std::string email;
    u8 age;
    Level level;
};
STELE_TYPE(Person, id, email, age, level)
STELE_TABLE(people, Person, Public, PrimaryKey<&Person::id>, AutoInc<&Person::id>, Unique<&Person::email>,
            BTree<&Person::age>, Direct<&Person::level>, Named<"by_place", BTree<&Person::age, &Person::email>>,
            Hash<&Person::level, &Person::age>)

struct Pair {
    u8 first;
    i8 second;
};
STELE_TYPE(Pair, first, second)
STELE_TABLE(pairs, Pair, AutoInc<&Pair::second>, AutoInc<&Pair::first>)

const Db<Access::ReadWrite> db;

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

void names() {
    std::vector<std::string> indexes;
    [&]<class... I>(detail::IndexList<I...>) {
        (indexes.push_back(I::name("people") + ' ' + I::accessor()), ...);
    }(people_table::Indexes{});
    CHECK_EQUAL(indexes, std::vector<std::string>{"people_id_idx_btree id", "people_email_idx_btree email",
                                                  "people_age_idx_btree age", "people_level_idx_direct level",
                                                  "people_age_email_idx_btree by_place",
                                                  "people_level_age_idx_hash level_age"});
    static_assert(people_table::is_public && !pairs_table::is_public && people_table::has_sequence);
}

void keys() {
    db[people].by<&Person::id>().find(3);
    CHECK_EQUAL(last().function, "point");
    CHECK_EQUAL(last().bytes[0], encode(u64{3}));
    db[people].by<&Person::email>().find("x@y");
    CHECK_EQUAL(last().bytes[0], encode(std::string("x@y")));
    db[people].by<&Person::age>().filter(5);
    CHECK_EQUAL(last().function, "point");
    CHECK_EQUAL(last().bytes[0], Bytes{5});
    db[people].by<&Person::level>().filter(Level::High);
    CHECK_EQUAL(last().bytes[0], Bytes{1});
    db[people].by<&Person::level, &Person::age>().filter(Level::High, 7);
    CHECK_EQUAL(last().function, "point");
    CHECK_EQUAL(last().bytes[0], (Bytes{1, 7}));
    state.deleted = 2;
    CHECK_EQUAL(db[people].by<&Person::age>().erase(5), 2U);
    CHECK_EQUAL(last().function, "delete point");
}

void ranges() {
    const auto by_age = db[people].by<&Person::age>();
    const auto bounds = [] { return std::vector<Bytes>{last().bytes[2], last().bytes[3]}; };
    by_age.filter(between(3, 9));
    CHECK_EQUAL(last().function, "range");
    CHECK_EQUAL(last().bytes[0], Bytes{});
    CHECK_EQUAL(last().bytes[1], Bytes{0});
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{0, 3}, {1, 9}}));
    by_age.filter(closed(u8{3}, u8{9}));
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{0, 3}, {0, 9}}));
    by_age.filter(at_least(3));
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{0, 3}, {2}}));
    by_age.filter(above(3));
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{1, 3}, {2}}));
    by_age.filter(at_most(9));
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{2}, {0, 9}}));
    by_age.erase(below(9));
    CHECK_EQUAL(last().function, "delete range");
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{2}, {1, 9}}));

    const auto by_place = db[people].by<"by_place">();
    by_place.filter(4);
    CHECK_EQUAL(last().function, "range");
    CHECK_EQUAL(last().bytes[0], Bytes{4});
    CHECK_EQUAL(last().bytes[1], Bytes{1});
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{2}, {2}}));
    by_place.filter(4, at_least("m"));
    CHECK_EQUAL(last().bytes[1], Bytes{1});
    CHECK_EQUAL(bounds(), (std::vector<Bytes>{{0, 1, 0, 0, 0, 'm'}, {2}}));
    by_place.filter(4, "m");
    CHECK_EQUAL(last().function, "point");
    CHECK_EQUAL(last().bytes[0], (Bytes{4, 1, 0, 0, 0, 'm'}));
}

void rows() {
    const Bytes one = encode(Person{1, "a", 10, Level::Low});
    const Bytes two = encode(Person{2, "b", 20, Level::High});
    const Person big{3, std::string(100'000, 'c'), 30, Level::Low};

    // Several rows in a chunk, an empty chunk, one longer than the buffer.
    state.scans = {{joined({one, two}), {}, encode(big)}};
    std::vector<u64> ids;
    std::size_t length = 0;
    for (const Person& person : db[people].rows()) {
        ids.push_back(person.id);
        length += person.email.size();
    }
    CHECK_EQUAL(ids, std::vector<u64>{1, 2, 3});
    CHECK_EQUAL(length, 100'002U);
    CHECK(state.open.empty());

    // Leaving early closes the host's iterator.
    state.scans = {{one, two}};
    for (const Person& person : db[people].rows()) {
        CHECK_EQUAL(person.id, 1U);
        break;
    }
    CHECK(state.open.empty());

    // Scans within scans do not share their chunks.
    state.scans = {{joined({one, two})}, {one, two}, {two}};
    u64 sum = 0;
    for (const Person& outer : db[people].rows()) {
        for (const Person& inner : db[people].rows()) sum += outer.id * 10 + inner.id;
    }
    CHECK_EQUAL(sum, 11U + 12 + 22);
    CHECK(state.open.empty());

    state.scans = {{}};
    CHECK(!db[people].by<&Person::id>().find(9));
    state.scans = {{two}};
    CHECK_EQUAL(db[people].by<&Person::id>().find(2)->email, "b");
    state.scans = {{joined({one, two})}};
    Rows<Person> moved = db[people].rows();
    Rows<Person> taken = std::move(moved);
    CHECK_EQUAL(taken.to_vector().size(), 2U);
    CHECK(state.open.empty());
}

void writes() {
    state.generated = encode(u64{77});
    const Person added = db[people].insert({0, "n", 1, Level::Low});
    CHECK_EQUAL(added.id, 77U);
    CHECK_EQUAL(added.email, "n");
    CHECK_EQUAL(last().bytes[0], encode(Person{0, "n", 1, Level::Low}));

    // A value that was given is kept: the database generates none.
    state.generated = {};
    CHECK_EQUAL(db[people].insert({5, "n", 1, Level::Low}).id, 5U);
    CHECK_EQUAL(db[people].by<&Person::id>().update({5, "m", 1, Level::Low}).email, "m");
    CHECK_EQUAL(last().function, "update");

    // Generated columns come in the order of the columns, only those that were 0.
    state.generated = {8, 9};
    Pair pair = db[pairs].insert({0, 0});
    CHECK_EQUAL(static_cast<int>(pair.first) * 100 + pair.second, 809);
    state.generated = {9};
    pair = db[pairs].insert({4, 0});
    CHECK_EQUAL(static_cast<int>(pair.first) * 100 + pair.second, 409);
    state.generated = {};

    state.write_result = static_cast<u16>(Errno::UniqueAlreadyExists);
    const Result<Person, Errno> refused = db[people].try_insert({1, "n", 1, Level::Low});
    CHECK(!refused);
    CHECK_EQUAL(refused.error(), Errno::UniqueAlreadyExists);
    state.write_result = static_cast<u16>(Errno::NoSuchRow);
    CHECK_EQUAL(db[people].by<&Person::id>().try_update({1, "n", 1, Level::Low}).error(), Errno::NoSuchRow);
    state.write_result = 0;

    state.deleted = 1;
    CHECK(db[pairs].erase({1, 2}));
    CHECK_EQUAL(last().bytes[0], (Bytes{1, 0, 0, 0, 1, 2}));
    state.deleted = 0;
    CHECK(!db[pairs].erase({1, 2}));
    CHECK_EQUAL(db[pairs].clear(), 3U);
    CHECK_EQUAL(db[pairs].count(), 7U);
}

Result<u64> tried(u16 code) {
    state.write_result = code;
    STELE_TRY(const Person row, db[people].try_insert({5, "n", 1, Level::Low}));
    return row.id;
}

void results() {
    CHECK_EQUAL(*tried(0), 5U);
    CHECK_EQUAL(tried(12).error(), "a row with the same unique value exists already");
    state.write_result = 0;
    const Result<> good = ok();
    const Result<> bad = fail("no person {}", 3);
    CHECK(good.is_ok());
    CHECK_EQUAL(bad.error(), "no person 3");
    CHECK_EQUAL((Result<int>(4).value_or(5)), 4);
    CHECK_EQUAL((Result<int>(fail("x")).value_or(5)), 5);
}

void logs() {
    state.log.clear();
    log::info("{} people", 3);
    log::error("plain");
    CHECK_EQUAL(state.log, (std::vector<std::string>{"2 tables_test.cpp:" + std::to_string(__LINE__ - 2) + " 3 people",
                                                     "0 tables_test.cpp:" + std::to_string(__LINE__ - 2) + " plain"}));
    { const log::Stopwatch watch("w"); }
    CHECK_EQUAL(last().function, "timer end");
}

void transactions() {
    const Call call{{u256(1U)}, ConnectionId{2}, Timestamp(3)};
    ProcedureContext procedure(call);
    state.asked.clear();
    const i64 now = procedure.with_tx([](TxContext& tx) { return tx.timestamp.micros; });
    CHECK_EQUAL(now, 5);
    CHECK_EQUAL(state.asked.size(), 2U);
    CHECK_EQUAL(last().function, "commit");

    const Result<int> failed = procedure.try_with_tx([](TxContext&) -> Result<int> { return fail("no"); });
    CHECK_EQUAL(failed.error(), "no");
    CHECK_EQUAL(last().function, "abort");

    // A failing commit runs the body again.
    int runs = 0;
    state.write_result = 1;
    procedure.with_tx([&runs](TxContext&) { runs++; });
    CHECK_EQUAL(runs, 2);

    ReducerContext reducer(call);
    state.sources[9] = {'{', '"', 's', 'u', 'b', '"', ':', '"', 'm', 'e', '"', '}'};
    CHECK_EQUAL(reducer.claims()->subject(), "me");
    CHECK_EQUAL(last().bytes[0].size(), 16U);
    CHECK_EQUAL(reducer.database_identity().text().substr(0, 6), "1f1e1d");
    CHECK(!ReducerContext({{}, std::nullopt, {}}).claims());
}

void requests() {
    const HttpClient http;
    state.sources[11] = encode(detail::ResponseHead{{{HttpHeader::of("X-A", "b")}}, HttpVersion::Http2, 404});
    state.sources[12] = {'h', 'i'};
    const Result<HttpResponse> answer =
        http.send({.method = HttpMethod::Post, .uri = "http://x", .headers = {HttpHeader::of("a", "b")}, .body = {1, 2}});
    CHECK_EQUAL(answer->code, 404);
    CHECK_EQUAL(answer->body_text(), "hi");
    CHECK_EQUAL(answer->header("x-a")->text(), "b");
    CHECK(answer->header("x") == nullptr);
    CHECK_EQUAL(last().bytes[0].at(0), 2);
    CHECK_EQUAL(last().bytes[1], (Bytes{1, 2}));
    state.write_result = static_cast<u16>(Errno::HttpError);
    state.sources[11] = encode(std::string("refused"));
    CHECK_EQUAL(http.get("http://x").error(), "refused");
    state.write_result = static_cast<u16>(Errno::WouldBlockTransaction);
    CHECK_EQUAL(http.get("http://x").error(), "not allowed within a transaction");
    state.write_result = 0;
    CHECK_EQUAL(HttpMethod(HttpMethod::Patch).text(), "PATCH");
    CHECK_EQUAL((make<HttpMethod, "Extension">("BREW").text()), "BREW");
}

void queries() {
    CHECK_EQUAL(from(people).sql(), R"(SELECT * FROM "people")");
    CHECK_EQUAL(from(people).where(col<&Person::age> >= 18 && (col<&Person::email> == "o'x" || col<&Person::id> != 1)).sql(),
                R"(SELECT * FROM "people" WHERE ("people"."age" >= 18 AND ("people"."email" = 'o''x' OR "people"."id" <> 1)))");
    CHECK_EQUAL(from(pairs).where(col<&Pair::first> < 3).where(col<&Pair::second> == -1)
                    .right_semijoin<&Pair::first, &Person::age>(people).where(col<&Person::id> <= 9).sql(),
                R"(SELECT "people".* FROM "pairs" JOIN "people" ON "pairs"."first" = "people"."age" WHERE )"
                R"("pairs"."first" < 3 AND "pairs"."second" = -1 AND "people"."id" <= 9)");
    CHECK_EQUAL(from(pairs).left_semijoin<&Pair::first, &Person::age>(people).sql(),
                R"(SELECT "pairs".* FROM "people" JOIN "pairs" ON "pairs"."first" = "people"."age")");
    CHECK_EQUAL((detail::literal<Identity>(Identity{u256(1U)})), "0x" + std::string(63, '0') + "1");
    CHECK_EQUAL((detail::literal<bool>(true)), "TRUE");
    CHECK_EQUAL((detail::literal<Timestamp>(Timestamp(0))), "'1970-01-01T00:00:00.000000Z'");
}

}  // namespace

int main() {
    names();
    keys();
    ranges();
    rows();
    writes();
    results();
    logs();
    transactions();
    requests();
    queries();
    return check::result();
}
