// Many calls that are due at once, each with two effects, and a view over the rows that wait.
import { schema, table, t, ScheduleAt } from 'spacetimedb/server';

const job = table({ name: 'job', public: true, scheduled: (): any => runJob }, {
  id: t.u64().primaryKey().autoInc(),
  at: t.scheduleAt(),
  number: t.u32().index('btree'),
});

const done = table({ name: 'done', public: true }, {
  id: t.u64().primaryKey().autoInc(),
  number: t.u32(),
  micros: t.i64(),
});

const total = table({ name: 'total', public: true }, {
  id: t.u32().primaryKey(),
  calls: t.u32(),
});

const db = schema({ job, done, total });
export default db;

export const jobs = db.anonymousView({ name: 'jobs', public: true }, t.array(job.rowType), ctx =>
  ctx.from.job.where(row => row.number.gte(0))
);

export const addJobs = db.reducer(
  { first: t.u32(), count: t.u32(), delayMillis: t.i64() },
  (ctx, { first, count, delayMillis }) => {
    const at = ScheduleAt.time(ctx.timestamp.microsSinceUnixEpoch + delayMillis * 1000n);
    for (let i = 0; i < count; i++) ctx.db.job.insert({ id: 0n, at, number: first + i });
  }
);

export const runJob = db.reducer({ row: job.rowType }, (ctx, { row }) => {
  ctx.db.done.insert({ id: 0n, number: row.number, micros: ctx.timestamp.microsSinceUnixEpoch });
  const sum = ctx.db.total.id.find(0);
  if (sum) ctx.db.total.id.update({ id: 0, calls: sum.calls + 1 });
  else ctx.db.total.insert({ id: 0, calls: 1 });
});
