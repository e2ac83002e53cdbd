// The bank of the keynote-2 benchmark: many accounts, transfers between two of them.
import { schema, SenderError, t, table } from 'stele/server';

const accounts = table(
  { name: 'accounts', public: true },
  {
    id: t.u32().primaryKey(),
    balance: t.i64(),
  }
);

const spacetimedb = schema({ accounts });
export default spacetimedb;

/** Replaces all accounts by the accounts 0 to n-1, each holding initialBalance. */
export const seed = spacetimedb.reducer(
  { n: t.u32(), initialBalance: t.i64() },
  (ctx, { n, initialBalance }) => {
    ctx.db.accounts.clear();
    for (let id = 0; id < n; id++) {
      ctx.db.accounts.insert({ id, balance: initialBalance });
    }
  }
);

/** Moves an amount from one account to another one. */
export const transfer = spacetimedb.reducer(
  { from: t.u32(), to: t.u32(), amount: t.i64() },
  (ctx, { from, to, amount }) => {
    if (from === to) {
      throw new SenderError('same_account');
    }
    if (amount <= 0n) {
      throw new SenderError('non_positive_amount');
    }
    const byId = ctx.db.accounts.id;
    const source = byId.find(from);
    const target = byId.find(to);
    if (source === null || target === null) {
      throw new SenderError('account_missing');
    }
    if (source.balance < amount) {
      throw new SenderError('insufficient_funds');
    }
    byId.update({ id: from, balance: source.balance - amount });
    byId.update({ id: to, balance: target.balance + amount });
  }
);
