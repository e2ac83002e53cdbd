// Tables of calls to come, and views over them: as they are, in a function, and joined with what the caller owns.
import { schema, table, t, ScheduleAt, SenderError } from 'spacetimedb/server';

const ship = table({ name: 'ship', public: true }, {
  id: t.u32().primaryKey(),
  owner: t.identity().unique(),
});

const columns = () => ({
  id: t.u64().primaryKey().autoInc(),
  at: t.scheduleAt(),
  ship: t.u32().index('btree'),
  note: t.string(),
});

const job = table({ name: 'job', public: true, scheduled: (): any => runJob }, columns());
const errand = table({ name: 'errand', public: true, scheduled: (): any => runErrand }, columns());
const tick = table({ name: 'tick', public: true, scheduled: (): any => runTick }, columns());

const done = table({ name: 'done', public: true }, {
  id: t.u32().primaryKey().autoInc(),
  note: t.string(),
});

const db = schema({ ship, job, errand, tick, done });
export default db;

export const jobs = db.anonymousView({ name: 'jobs', public: true }, t.array(job.rowType), ctx =>
  ctx.from.job.where(row => row.ship.gte(0))
);

export const myJobs = db.view({ name: 'my_jobs', public: true }, t.array(job.rowType), ctx =>
  ctx.from.ship
    .where(row => row.owner.eq(ctx.sender))
    .rightSemijoin(ctx.from.job, (mine, row) => mine.id.eq(row.ship))
);

export const myErrands = db.view({ name: 'my_errands', public: true }, t.array(errand.rowType), ctx => {
  const mine = ctx.db.ship.owner.find(ctx.sender);
  return mine ? [...ctx.db.errand.ship.filter(mine.id)] : [];
});

export const myTicks = db.view({ name: 'my_ticks', public: true }, t.array(tick.rowType), ctx => {
  const mine = ctx.db.ship.owner.find(ctx.sender);
  return mine ? [...ctx.db.tick.ship.filter(mine.id)] : [];
});

export const launch = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  ctx.db.ship.insert({ id, owner: ctx.sender });
});

export const addJob = db.reducer({ ship: t.u32(), note: t.string() }, (ctx, { ship, note }) => {
  ctx.db.job.insert({ id: 0n, at: ScheduleAt.time(0n), ship, note });
});

export const addErrand = db.reducer({ ship: t.u32(), note: t.string() }, (ctx, { ship, note }) => {
  ctx.db.errand.insert({ id: 0n, at: ScheduleAt.time(0n), ship, note });
});

export const addTick = db.reducer({ ship: t.u32(), micros: t.i64() }, (ctx, { ship, micros }) => {
  ctx.db.tick.insert({ id: 0n, at: ScheduleAt.interval(micros), ship, note: 'tick' });
});

export const stopTicks = db.reducer({ ship: t.u32() }, (ctx, { ship }) => {
  ctx.db.tick.ship.delete(ship);
});

export const runJob = db.reducer({ row: job.rowType }, (ctx, { row }) => {
  ctx.db.done.insert({ id: 0, note: row.note });
  if (row.note.startsWith('refuses')) throw new SenderError('refused on purpose');
  if (row.note.startsWith('breaks')) throw new Error('broken on purpose');
});

export const runErrand = db.procedure({ row: errand.rowType }, t.unit(), (ctx, { row }) => {
  ctx.withTx(tx => {
    tx.db.done.insert({ id: 0, note: `${row.note}, ${tx.db.errand.count()} left` });
  });
  if (row.note.startsWith('breaks')) throw new Error('broken on purpose');
  return {};
});

export const runTick = db.reducer({ row: tick.rowType }, (ctx, { row }) => {
  ctx.db.done.insert({ id: 0, note: `tick of ${row.ship}` });
});
