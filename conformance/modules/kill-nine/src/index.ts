// A bank that also keeps a journal: what a client saw confirmed must be in it after any crash.
import { schema, SenderError, t, table } from 'spacetimedb/server';

const accounts = table(
  { name: 'accounts', public: true },
  { id: t.u32().primaryKey(), balance: t.i64() }
);

const journal = table(
  { name: 'journal', public: true },
  { id: t.u64().primaryKey(), from: t.u32(), to: t.u32(), amount: t.i64() }
);

const db = schema({ accounts, journal });
export default db;

export const seed = db.reducer({ n: t.u32(), balance: t.i64() }, (ctx, { n, balance }) => {
  for (let id = 0; id < n; id++) {
    ctx.db.accounts.insert({ id, balance });
  }
});

export const transfer = db.reducer(
  { id: t.u64(), from: t.u32(), to: t.u32(), amount: t.i64() },
  (ctx, { id, from, to, amount }) => {
    const source = ctx.db.accounts.id.find(from);
    const target = ctx.db.accounts.id.find(to);
    if (!source || !target || from === to) {
      throw new SenderError('no such accounts');
    }
    ctx.db.journal.insert({ id, from, to, amount });
    ctx.db.accounts.id.update({ id: from, balance: source.balance - amount });
    ctx.db.accounts.id.update({ id: to, balance: target.balance + amount });
  }
);
