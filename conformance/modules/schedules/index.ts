// Calls at a time that a row says: once, in intervals, failing, cancelled, moved.
import { schema, table, t, ScheduleAt, SenderError } from 'spacetimedb/server';

const once = table({ name: 'once', public: true, scheduled: (): any => runOnce }, {
  id: t.u64().primaryKey().autoInc(),
  at: t.scheduleAt(),
  note: t.string(),
});

const ticking = table({ name: 'ticking', public: true, scheduled: (): any => runTick }, {
  id: t.u64().primaryKey().autoInc(),
  at: t.scheduleAt(),
  left: t.u32(),
});

const slow = table({ name: 'slow', public: true, scheduled: (): any => runSlow }, {
  id: t.u64().primaryKey().autoInc(),
  at: t.scheduleAt(),
  note: t.string(),
});

const done = table({ name: 'done', public: true }, {
  id: t.u64().primaryKey().autoInc(),
  note: t.string(),
});

const db = schema({ once, ticking, slow, done });
export default db;

export const addOnce = db.reducer({ delayMillis: t.i64(), note: t.string() }, (ctx, { delayMillis, note }) => {
  ctx.db.once.insert({ id: 0n, at: ScheduleAt.time(ctx.timestamp.microsSinceUnixEpoch + delayMillis * 1000n), note });
});

export const addThenFail = db.reducer({ note: t.string() }, (ctx, { note }) => {
  ctx.db.once.insert({ id: 0n, at: ScheduleAt.time(0n), note });
  throw new SenderError('not scheduled');
});

export const cancel = db.reducer({ id: t.u64() }, (ctx, { id }) => {
  ctx.db.once.id.delete(id);
});

export const move = db.reducer({ id: t.u64(), delayMillis: t.i64() }, (ctx, { id, delayMillis }) => {
  const row = ctx.db.once.id.find(id)!;
  ctx.db.once.id.update({ ...row, at: ScheduleAt.time(ctx.timestamp.microsSinceUnixEpoch + delayMillis * 1000n) });
});

export const addTicking = db.reducer({ micros: t.i64(), left: t.u32() }, (ctx, { micros, left }) => {
  ctx.db.ticking.insert({ id: 0n, at: ScheduleAt.interval(micros), left });
});

export const runOnce = db.reducer({ row: once.rowType }, (ctx, { row }) => {
  if (!ctx.sender.isEqual(ctx.databaseIdentity) || ctx.connectionId !== null) throw new Error('not called by the database');
  if (row.note.startsWith('again ')) {
    ctx.db.once.id.update({ ...row, at: ScheduleAt.time(ctx.timestamp.microsSinceUnixEpoch + 1000n), note: row.note.slice(6) });
  }
  ctx.db.done.insert({ id: 0n, note: row.note });
  if (row.note === 'refuses') throw new SenderError('refused on purpose');
  if (row.note === 'breaks') throw new Error('broken on purpose');
  if (row.note === 'hangs') for (;;);
});

export const runTick = db.reducer({ row: ticking.rowType }, (ctx, { row }) => {
  ctx.db.done.insert({ id: 0n, note: `tick ${row.left}` });
  if (row.left <= 1) ctx.db.ticking.id.delete(row.id);
  else ctx.db.ticking.id.update({ ...row, left: row.left - 1 });
});

export const addSlow = db.reducer({ note: t.string() }, (ctx, { note }) => {
  ctx.db.slow.insert({ id: 0n, at: ScheduleAt.time(0n), note });
});

// Ends when a row of `done` has its note.
export const runSlow = db.procedure({ row: slow.rowType }, t.unit(), (ctx, { row }) => {
  const say = (note: string) => ctx.withTx(tx => { tx.db.done.insert({ id: 0n, note }); });
  say(`waits for ${row.note}`);
  for (let i = 0; i < 100_000; i++) {
    if (ctx.withTx(tx => [...tx.db.done.iter()].some(other => other.note === row.note))) {
      say(`met ${row.note}`);
      return {};
    }
  }
  throw new Error(`nobody said ${row.note}`);
});
