// Rooms in which visitors say lines: what a client can see, do, and be refused.
import { schema, SenderError, t, table } from 'spacetimedb/server';

const line = table(
  { name: 'line', public: true },
  { id: t.u64().primaryKey().autoInc(), room: t.u32().index(), author: t.identity(), text: t.string() }
);

const visitor = table(
  { name: 'visitor', public: true },
  { identity: t.identity().primaryKey(), visits: t.u32(), online: t.bool() }
);

/** Clients cannot read this one. */
const barred = table({ name: 'barred' }, { identity: t.identity().primaryKey() });

const db = schema({ line, visitor, barred });
export default db;

export const say = db.reducer({ room: t.u32(), text: t.string() }, (ctx, { room, text }) => {
  ctx.db.line.insert({ id: 0n, room, author: ctx.sender, text });
});

export const edit = db.reducer({ id: t.u64(), text: t.string() }, (ctx, { id, text }) => {
  const old = ctx.db.line.id.find(id);
  if (old === null) {
    throw new SenderError(`no line ${id}`);
  }
  ctx.db.line.id.update({ ...old, text });
});

export const remove = db.reducer({ id: t.u64() }, (ctx, { id }) => {
  if (!ctx.db.line.id.delete(id)) {
    throw new SenderError(`no line ${id}`);
  }
});

/** Says something, then fails: nothing of it may stay. */
export const say_and_fail = db.reducer({ room: t.u32(), why: t.string() }, (ctx, { room, why }) => {
  ctx.db.line.insert({ id: 0n, room, author: ctx.sender, text: 'never said' });
  throw new SenderError(why);
});

export const crash = db.reducer(_ctx => {
  throw new Error('a secret of the module');
});

/** The caller cannot connect again. */
export const bar_me = db.reducer(ctx => {
  ctx.db.barred.insert({ identity: ctx.sender });
});

export const onConnect = db.clientConnected(ctx => {
  if (ctx.db.barred.identity.find(ctx.sender) !== null) {
    throw new SenderError('you are barred');
  }
  const known = ctx.db.visitor.identity.find(ctx.sender);
  if (known === null) {
    ctx.db.visitor.insert({ identity: ctx.sender, visits: 1, online: true });
  } else {
    ctx.db.visitor.identity.update({ ...known, visits: known.visits + 1, online: true });
  }
});

export const onDisconnect = db.clientDisconnected(ctx => {
  const known = ctx.db.visitor.identity.find(ctx.sender);
  if (known !== null) {
    ctx.db.visitor.identity.update({ ...known, online: false });
  }
});
