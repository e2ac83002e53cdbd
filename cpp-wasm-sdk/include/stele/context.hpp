/// What a function of the module knows of its call.
#pragma once

#include "stele/claims.hpp"
#include "stele/db.hpp"
#include "stele/http.hpp"
#include "stele/random.hpp"
#include "stele/sources.hpp"

#include <functional>

namespace stele {

/// The identity of the database that the module runs in.
inline Identity database_identity() {
    u8 bytes[32];
    host::stele_identity(bytes);
    return *decode<Identity>(bytes);
}

/// Who calls, and when: what every call has.
struct Call {
    Identity sender;
    /// Not there for calls over HTTP without a connection, and for scheduled calls.
    std::optional<ConnectionId> connection_id;
    Timestamp timestamp;
};

/// Randomness, kept through one call.
class Randomness {
public:
    explicit Randomness(Timestamp now) : now_(now), rng_(now) {}

    Rng& rng() { return rng_; }
    Uuid new_uuid_v4() { return detail::random_uuid(rng_); }
    Uuid new_uuid_v7() { return detail::ordered_uuid(now_, counter_, rng_); }

private:
    Timestamp now_;
    Rng rng_;
    u32 counter_ = 0;
};

/// A reducer's call: one transaction, which is committed when the reducer returns without an error.
class ReducerContext : public Call {
public:
    explicit ReducerContext(const Call& call) : Call(call), randomness_(call.timestamp) {}
    ReducerContext(const ReducerContext&) = delete;

    Db<Access::ReadWrite> db;

    Identity database_identity() const { return stele::database_identity(); }

    /// Random numbers for this call.
    Rng& rng() { return randomness_.rng(); }
    Uuid new_uuid_v4() { return randomness_.new_uuid_v4(); }
    Uuid new_uuid_v7() { return randomness_.new_uuid_v7(); }

    /// The claims of the caller's token; nothing for callers without one.
    std::optional<Claims> claims() const {
        if (!connection_id) return std::nullopt;
        u32 source = 0;
        const std::vector<u8> id = encode(*connection_id);
        detail::require_ok(host::stele_get_jwt(id.data(), &source), "read", "the token");
        if (source == 0) return std::nullopt;
        return Claims(detail::read_text(source));
    }

private:
    Randomness randomness_;
};

/// A transaction within a procedure.
using TxContext = ReducerContext;

/// A view's call on behalf of one client; reads only.
class ViewContext {
public:
    explicit ViewContext(Identity caller) : sender(caller) {}

    Identity sender;
    Db<Access::ReadOnly> db;
};

/// A call of a view that is the same for everybody; reads only.
class AnonymousViewContext {
public:
    Db<Access::ReadOnly> db;
};

/// What procedures and HTTP handlers can do: transactions, requests, waiting.
class Transactions {
public:
    explicit Transactions(const Call& call) : call_(call), randomness_(call.timestamp) {}
    Transactions(const Transactions&) = delete;

    /// Runs `body(TxContext&)` as one transaction and commits it; the result is the body's. When the commit
    /// fails, the body runs once more. So it should do nothing but work on tables.
    template <class Body>
    auto with_tx(Body&& body) {
        return commit_or_repeat(std::forward<Body>(body), [](const auto&) { return true; });
    }

    /// As `with_tx`, but the body returns a Result, and an error rolls the transaction back.
    template <class Body>
    auto try_with_tx(Body&& body) {
        return commit_or_repeat(std::forward<Body>(body), [](const auto& result) { return result.is_ok(); });
    }

    /// Requests to other servers; not within a transaction.
    HttpClient http;

    Identity database_identity() const { return stele::database_identity(); }
    Rng& rng() { return randomness_.rng(); }
    Uuid new_uuid_v4() { return randomness_.new_uuid_v4(); }
    Uuid new_uuid_v7() { return randomness_.new_uuid_v7(); }

private:
    template <class Body>
    auto run(Body& body) {
        i64 now = 0;
        detail::require_ok(host::stele_start_tx(&now), "begin", "a transaction");
        TxContext tx(Call{call_.sender, call_.connection_id, Timestamp(now)});
        if constexpr (std::is_void_v<decltype(body(tx))>) {
            body(tx);
            return Unit{};
        } else {
            return body(tx);
        }
    }

    template <class Body, class IsGood>
    auto commit_or_repeat(Body&& body, IsGood is_good) {
        for (int attempt = 0;; attempt++) {
            auto result = run(body);
            if (!is_good(result)) {
                detail::require_ok(host::stele_abort_tx(), "roll back", "a transaction");
                return result;
            }
            const u16 code = host::stele_commit_tx();
            if (code == 0) return result;
            if (attempt > 0) detail::require_ok(code, "commit", "a transaction");
            log::warn("a transaction could not be committed, and is run again");
        }
    }

    Call call_;
    Randomness randomness_;
};

/// A procedure's call: not a transaction itself, but able to run some.
class ProcedureContext : public Call, public Transactions {
public:
    explicit ProcedureContext(const Call& call) : Call(call), Transactions(call) {}

    /// Waits; the time of the call goes on to this moment or later.
    void sleep_until(Timestamp moment) { timestamp = Timestamp(host::stele_sleep_until(moment.micros)); }
};

/// The call of an HTTP handler: as a procedure's, without a caller.
class HandlerContext : public Transactions {
public:
    explicit HandlerContext(Timestamp now) : Transactions(Call{{}, std::nullopt, now}), timestamp(now) {}

    Timestamp timestamp;
};

}  // namespace stele
