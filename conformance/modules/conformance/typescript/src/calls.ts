// What a call is: who calls, when, what it logs, how it fails.
import { SenderError, t } from 'spacetimedb/server';
import { db, tell } from './tables.ts';

// Lifecycle

export const init = db.init(ctx => {
  ctx.db.boot.insert({ id: 1, who: ctx.sender, text: 'init' });
});

export const client_connected = db.clientConnected(ctx => {
  if (ctx.db.banned.who.find(ctx.sender) !== null) {
    throw new SenderError('banned');
  }
  const seq = Number(ctx.db.visit.count()) + 1;
  ctx.db.visit.insert({ seq, what: 'connected', who: ctx.sender, conn: ctx.connectionId ?? undefined });
});

export const client_disconnected = db.clientDisconnected(ctx => {
  const seq = Number(ctx.db.visit.count()) + 1;
  ctx.db.visit.insert({ seq, what: 'disconnected', who: ctx.sender, conn: ctx.connectionId ?? undefined });
});

export const ban = db.reducer({ who: t.identity() }, (ctx, { who }) => {
  ctx.db.banned.insert({ who });
});

export const unban = db.reducer({ who: t.identity() }, (ctx, { who }) => {
  ctx.db.banned.who.delete(who);
});

// Context

export const record_context = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  ctx.db.contexts.insert({
    id,
    who: ctx.sender,
    conn: ctx.connectionId ?? undefined,
    at: ctx.timestamp,
    home: ctx.databaseIdentity,
    issuer: ctx.senderAuth.jwt?.issuer ?? '',
    subject: ctx.senderAuth.jwt?.subject ?? '',
  });
});

// Randomness

/** Whether `times` numbers are all in 1 to `sides`, and not all equal. */
export const roll = db.reducer({ sides: t.u32(), times: t.u32() }, (ctx, { sides, times }) => {
  const rolled: number[] = [];
  for (let n = 0; n < times; n++) {
    rolled.push(ctx.random.integerInRange(1, sides));
  }
  const inRange = rolled.every(number => number >= 1 && number <= sides);
  const varied = rolled.some(number => number !== rolled[0]);
  tell(ctx, `rolled ${inRange ? 'in range' : 'out of range'} ${varied ? 'varied' : 'constant'}`);
});

/** What the random and the ordered UUIDs of one call have in common. */
export const make_uuids = db.reducer({ times: t.u32() }, (ctx, { times }) => {
  const random = new Set<string>();
  const ordered: string[] = [];
  const versions = new Set<string>();
  for (let n = 0; n < times; n++) {
    const four = ctx.newUuidV4().toString();
    const seven = ctx.newUuidV7().toString();
    random.add(four);
    ordered.push(seven);
    versions.add(`${four[14]}${'89ab'.includes(four[19]!) ? '' : '!'}${seven[14]}${'89ab'.includes(seven[19]!) ? '' : '!'}`);
  }
  const ascending = ordered.every((uuid, n) => n === 0 || ordered[n - 1]! < uuid);
  tell(ctx, `uuids ${[...versions].join(' ')} distinct ${random.size} ${ascending ? 'ascending' : 'unordered'}`);
});

// Logging

export const log_levels = db.reducer({ text: t.string() }, (_ctx, { text }) => {
  console.error(text);
  console.warn(text);
  console.info(text);
  console.debug(text);
  console.trace(text);
});

export const log_text = db.reducer({ text: t.string() }, (_ctx, { text }) => {
  console.info(text);
});

export const log_many = db.reducer({ times: t.u32() }, (_ctx, { times }) => {
  for (let n = 0; n < times; n++) {
    console.info(`line ${n}`);
  }
});

export const time_span = db.reducer({ name: t.string() }, (_ctx, { name }) => {
  console.time(name);
  console.info('within');
  console.timeEnd(name);
});

// Failing

export const nothing = db.reducer(() => {});

export const fail = db.reducer({ text: t.string() }, (_ctx, { text }) => {
  throw new SenderError(text);
});

export const fail_after_write = db.reducer({ text: t.string() }, (ctx, { text }) => {
  ctx.db.bag.insert({ x: 1, y: 1, label: text });
  console.info('written');
  throw new SenderError(text);
});

export const crash = db.reducer({ text: t.string() }, (_ctx, { text }) => {
  throw new Error(text);
});

export const crash_after_write = db.reducer({ text: t.string() }, (ctx, { text }) => {
  ctx.db.bag.insert({ x: 2, y: 2, label: text });
  console.info('written');
  throw new Error(text);
});

// Visibility

export const put_secret = db.reducer({ id: t.u32(), text: t.string() }, (ctx, row) => {
  ctx.db.secret.id.delete(row.id);
  ctx.db.secret.insert(row);
  tell(ctx, `secrets ${ctx.db.secret.count()}`);
});

export const emit = db.reducer({ topic: t.string(), number: t.u32() }, (ctx, row) => {
  ctx.db.ping.insert(row);
});

/** The same event twice, and how many the transaction sees. */
export const emit_twice = db.reducer({ topic: t.string(), number: t.u32() }, (ctx, row) => {
  const before = ctx.db.ping.count();
  ctx.db.ping.insert(row);
  ctx.db.ping.insert(row);
  tell(ctx, `pings ${before} ${ctx.db.ping.count()}`);
});

export const emit_and_fail = db.reducer({ topic: t.string(), number: t.u32() }, (ctx, row) => {
  ctx.db.ping.insert(row);
  throw new SenderError('emitted nothing');
});

// Starting over

/** Empties every table but `boot`. */
export const reset = db.reducer(ctx => {
  for (const [name, rows] of Object.entries(ctx.db)) {
    if (name !== 'boot' && name !== 'ping') {
      (rows as { clear(): bigint }).clear();
    }
  }
});
