// Views that take arguments, and views that read others.
import { schema, sql, table, t } from 'spacetimedb/server';

const Player = table(
  { name: 'player', public: true },
  { id: t.u32().primaryKey(), x: t.i32().index('btree'), name: t.string(), owner: t.identity() },
);

const db = schema({ player: Player });
export default db;

const players = t.array(Player.rowType);

export const put = db.reducer(Player.rowType.row, (ctx, row) => {
  ctx.db.player.id.delete(row.id);
  ctx.db.player.insert(row);
});

export const remove = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  ctx.db.player.id.delete(id);
});

/** Players between two places. */
export const near = db.anonymousView({ public: true }, { from: t.i32(), to: t.i32() }, players, (ctx, { from, to }) =>
  ctx.from.player.where(p => p.x.gte(from).and(p.x.lt(to)))
);

/** The caller's players of a name. */
export const mine = db.view({ public: true }, { name: t.string() }, players, (ctx, { name }) =>
  [...ctx.db.player.iter()].filter(p => p.name === name && p.owner.isEqual(ctx.sender))
);

/** What anybody's player of an owner is, or nothing. */
export const firstOf = db.anonymousView({ public: true }, { owner: t.identity() }, t.option(Player.rowType), (ctx, { owner }) =>
  [...ctx.db.player.iter()].find(p => p.owner.isEqual(owner))
);

/** Those near the middle with a long name. */
export const middle = db.anonymousView({ public: true }, players, () => sql`SELECT * FROM near(${-10}, ${10}) WHERE name <> ${"it's"}`);

/** The caller's in the middle. */
export const myMiddle = db.view({ public: true }, players, ctx => sql`SELECT * FROM middle WHERE owner = ${ctx.sender}`);

export const chicken = db.anonymousView({ public: true }, players, () => sql`SELECT * FROM egg`);
export const egg = db.anonymousView({ public: true }, players, () => sql`SELECT * FROM chicken`);
export const confused = db.anonymousView({ public: true }, players, () => sql`SELECT * FROM my_middle`);
