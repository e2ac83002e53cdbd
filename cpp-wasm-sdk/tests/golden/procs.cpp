// Procedures and HTTP handlers. The reference describes the same module in procs.bin.
#include <stele/stele.hpp>

// A namespace of its own: the C library has a function `write`, too.
namespace golden {

using namespace stele;

struct Point {
    i32 x;
    i32 y;
};
STELE_TYPE(Point, x, y)

struct Answer : std::variant<Unit, u32> {
    using variant::variant;
};
STELE_SUM(Answer, No, Yes)

struct Entry {
    u32 id;
    std::string text;
};
STELE_TYPE(Entry, id, text)
STELE_TABLE(entry, Entry, Public, PrimaryKey<&Entry::id>)

void add_entry(ReducerContext& ctx, u32 id, std::string text) { ctx.db[entry].insert({id, std::move(text)}); }
STELE_REDUCER(add_entry, id, text)

u32 add(ProcedureContext&, u32 a, u32 b) { return a + b; }
STELE_PROCEDURE(add, a, b)

std::string echo(ProcedureContext&, std::string text) { return text; }
STELE_PROCEDURE(echo, text)

void nothing(ProcedureContext&) {}
STELE_PROCEDURE(nothing)

Point mirror(ProcedureContext&, Point p) { return {p.y, p.x}; }
STELE_PROCEDURE(mirror, p)

std::optional<u32> maybe(ProcedureContext&, u32 n) { return n > 0 ? std::optional(n) : std::nullopt; }
STELE_PROCEDURE(maybe, n)

Result<u32> outcome(ProcedureContext&, u32 n) {
    if (n == 0) return fail("zero");
    return n;
}
STELE_PROCEDURE(outcome, n)

Answer answer(ProcedureContext&, u32 n) { return n > 0 ? make<Answer, "Yes">(n) : make<Answer, "No">(); }
STELE_PROCEDURE(answer, n)

std::vector<u8> blob(ProcedureContext&, u32 n) { return std::vector<u8>(n, 0xab); }
STELE_PROCEDURE(blob, n)

u64 wide(ProcedureContext&) { return ~u64{0}; }
STELE_PROCEDURE(wide)

u64 insert_one(ProcedureContext& ctx, u32 id, std::string text) {
    return ctx.with_tx([&](TxContext& tx) {
        tx.db[entry].insert({id, text});
        return tx.db[entry].count();
    });
}
STELE_PROCEDURE(insert_one, id, text)

/// Two transactions: clients see two updates, then the result.
void insert_two(ProcedureContext& ctx, u32 id) {
    ctx.with_tx([id](TxContext& tx) { tx.db[entry].insert({id, "first"}); });
    ctx.with_tx([id](TxContext& tx) { tx.db[entry].insert({id + 1, "second"}); });
}
STELE_PROCEDURE(insert_two, id)

u64 rollback(ProcedureContext& ctx, u32 id) {
    const Result<> outcome = ctx.try_with_tx([id](TxContext& tx) -> Result<> {
        tx.db[entry].insert({id, "never"});
        return fail("rolled back");
    });
    STELE_CHECK(!outcome);
    return ctx.with_tx([](TxContext& tx) { return tx.db[entry].count(); });
}
STELE_PROCEDURE(rollback, id)

u32 boom(ProcedureContext&, std::string text) { panic("{}", text); }
STELE_PROCEDURE(boom, text)

void boom_in_tx(ProcedureContext& ctx, u32 id) {
    ctx.with_tx([id](TxContext& tx) {
        tx.db[entry].insert({id, "lost"});
        panic("inside tx");
    });
}
STELE_PROCEDURE(boom_in_tx, id)

void boom_after_tx(ProcedureContext& ctx, u32 id) {
    ctx.with_tx([id](TxContext& tx) { tx.db[entry].insert({id, "kept"}); });
    panic("after tx");
}
STELE_PROCEDURE(boom_after_tx, id)

void unique_clash(ProcedureContext& ctx, u32 id) {
    ctx.with_tx([id](TxContext& tx) {
        tx.db[entry].insert({id, "a"});
        tx.db[entry].insert({id, "b"});
    });
}
STELE_PROCEDURE(unique_clash, id)

bool has_connection(ProcedureContext& ctx) { return ctx.connection_id.has_value(); }
STELE_PROCEDURE(has_connection)

std::string fetch(ProcedureContext& ctx, std::string url) {
    const Result<HttpResponse> response = ctx.http.get(std::move(url));
    return response ? to_text(response->code) : "error: " + response.error();
}
STELE_PROCEDURE(fetch, url)

HttpResponse hello(HandlerContext& ctx, HttpRequest request) {
    ctx.with_tx([](TxContext& tx) { return tx.db[entry].count(); });
    HttpResponse response = HttpResponse::of_text("hello " + request.method.text());
    response.headers.push_back(HttpHeader::of("x-golden", "yes"));
    return response;
}
STELE_HTTP_HANDLER(hello)

HttpResponse show(HandlerContext&, HttpRequest request) {
    HttpResponse response = HttpResponse::of_text(request.method.text() + ' ' + request.uri, 201);
    response.headers.push_back(HttpHeader::of("content-type", "text/x-golden"));
    return response;
}
STELE_HTTP_HANDLER(show)

HttpResponse empty(HandlerContext&, HttpRequest) { return HttpResponse::of_text("", 204); }
STELE_HTTP_HANDLER(empty)

HttpResponse teapot(HandlerContext&, HttpRequest) {
    HttpResponse response = HttpResponse::of_text("short and stout", 418);
    response.headers = {HttpHeader::of("x-many", "1"), HttpHeader::of("x-many", "2")};
    return response;
}
STELE_HTTP_HANDLER(teapot)

HttpResponse crash(HandlerContext&, HttpRequest) { panic("handler crashed"); }
STELE_HTTP_HANDLER(crash)

HttpResponse write(HandlerContext& ctx, HttpRequest request) {
    ctx.with_tx([&request](TxContext& tx) {
        const u32 id = static_cast<u32>(tx.db[entry].count()) + 1000;
        tx.db[entry].insert({id, request.body_text()});
    });
    return HttpResponse::of_text("stored");
}
STELE_HTTP_HANDLER(write)

STELE_HTTP_ROUTE(Get, "", empty)
STELE_HTTP_ROUTE(Get, "/", teapot)
STELE_HTTP_ROUTE(Get, "/hello", hello)
STELE_HTTP_ROUTE(Post, "/write", write)
STELE_HTTP_ROUTE_ANY("/show", show)
STELE_HTTP_ROUTE(Get, "/deep/path", show)
STELE_HTTP_ROUTE(Get, "/crash", crash)

}  // namespace golden
