// The bank of the keynote-2 benchmark: many accounts, transfers between two of them.
#include <stele/stele.hpp>

using namespace stele;

struct Accounts {
    u32 id;
    i64 balance;
};
STELE_TYPE(Accounts, id, balance)

STELE_TABLE(accounts, Accounts, Public, PrimaryKey<&Accounts::id>)

/// Replaces all accounts by the accounts 0 to n-1, each holding initialBalance.
void seed(ReducerContext& ctx, u32 n, i64 initialBalance) {
    ctx.db[accounts].clear();
    for (u32 id = 0; id < n; id++) ctx.db[accounts].insert({.id = id, .balance = initialBalance});
}
STELE_REDUCER(seed, n, initialBalance)

/// Moves an amount from one account to another one.
Result<> transfer(ReducerContext& ctx, u32 from, u32 to, i64 amount) {
    if (from == to) return fail("same_account");
    if (amount <= 0) return fail("non_positive_amount");
    const auto by_id = ctx.db[accounts].by<&Accounts::id>();
    const auto source = by_id.find(from);
    const auto target = by_id.find(to);
    if (!source || !target) return fail("account_missing");
    if (source->balance < amount) return fail("insufficient_funds");
    by_id.update({.id = from, .balance = source->balance - amount});
    by_id.update({.id = to, .balance = target->balance + amount});
    return ok();
}
STELE_REDUCER(transfer, from, to, amount)
