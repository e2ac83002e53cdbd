// What the example modules do not use: schedules, views, procedures, HTTP, filters, submodules, names, recursion.
import { TimeDuration } from 'spacetimedb';
import {
  and, not, or, Router, ScheduleAt, schema, SenderError, SyncResponse, t, table,
} from 'spacetimedb/server';

const print = (globalThis as any).__print as (...values: unknown[]) => void;

// A submodule, as a namespace of exports.
const libSchema = schema({
  item: table(
    { name: 'items', indexes: [{ accessor: 'byName', name: 'item_names', algorithm: 'btree', columns: ['name'] }] },
    { id: t.u32().primaryKey().autoInc(), name: t.string() }
  ),
});
const lib = {
  default: libSchema,
  addItem: libSchema.reducer({ name: t.string() }, (ctx, { name }) => {
    ctx.db.item.insert({ id: 0, name });
  }),
  itemsNamed: libSchema.anonymousView({ public: true }, t.array(t.row('ItemName', { name: t.string() })), ctx => [
    ...ctx.db.item.iter(),
  ]),
  note: 'not an export of a module',
};

const Inner = t.object('inner_type', { x: t.i32(), why: t.option(t.string()) });
const Tree = t.object('Tree', {
  label: t.string(),
  get children(): any {
    return t.array(Tree);
  },
});
const Mood = t.enum('Mood', ['good', 'Bad']);
const Sum = t.enum('app.Sum', { none: t.unit(), num: t.u32(), inner: Inner, moods: t.array(Mood) });

const all = table(
  {
    public: true,
    indexes: [
      { accessor: 'byAb', algorithm: 'btree', columns: ['aCol', 'b'] },
      { accessor: 'byHash', name: 'explicit_hash', algorithm: 'hash', columns: ['b'] },
    ],
    constraints: [{ name: 'b_is_unique', constraint: 'unique', columns: ['b'] }],
  },
  {
    aCol: t.u32().primaryKey().autoInc(),
    b: t.string(),
    inner: Inner,
    tree: t.option(Tree),
    mood: Mood,
    sum: Sum,
    named: t.u16().index('hash').name('column_name'),
    lazy: t.lazy(() => t.u8()),
  }
);
const job = table({ name: 'job_table', scheduled: (): any => runJob }, { id: t.u64().primaryKey().autoInc(), at: t.scheduleAt(), text: t.string() });
const alarm = table({}, { id: t.u64().primaryKey().autoInc(), at: t.scheduleAt() });
const user = table(
  { name: 'users', public: true },
  { id: t.identity().primaryKey(), name: t.string(), age: t.u8().index(), online: t.bool(), at: t.timestamp(), token: t.uuid(), camelName: t.f64().name('snake_name'), connection: t.connectionId() }
);
const order = table({ public: true }, { id: t.u32().primaryKey(), owner: t.identity().index(), age: t.u8().index(), text: t.string() });

const spacetimedb = schema({ all, job, alarm, user, order, lib });
export default spacetimedb;

export const runJob = spacetimedb.reducer({ row: job.rowType }, (_ctx, { row }) => print('job', row.text));
export const ring = spacetimedb.procedure({ onSchedule: alarm }, { row: alarm.rowType }, t.unit(), () => ({}));
export const renamed = spacetimedb.reducer({ name: 'other_name' }, { a: t.u8(), B: Inner, o: t.u32().optional() }, () => {});
export const nothing = spacetimedb.reducer(() => {});
export const start = spacetimedb.init({ name: 'my_init' }, ctx => {
  ctx.db.job.insert({ id: 0n, at: ScheduleAt.interval(5n), text: 'x' });
});
export const group = spacetimedb.exportGroup({
  grouped: spacetimedb.reducer(() => {}),
  groupedProcedure: spacetimedb.procedure(t.u8(), () => 7),
});
export const filter = spacetimedb.clientVisibilityFilter.sql('SELECT * FROM users');

export const use_library = spacetimedb.reducer({ name: t.string() }, (ctx, { name }) => {
  ctx.db.lib.item.insert({ id: 0, name });
  ctx.as.lib.db.item.insert({ id: 0, name: name + '!' });
});

export const use_all = spacetimedb.reducer({ a: t.u32() }, (ctx, { a }) => {
  const leaf = { label: 'leaf', children: [] };
  const row = ctx.db.all.insert({
    aCol: a, b: 'b' + a, inner: { x: a, why: undefined }, tree: { label: 'root', children: [leaf, leaf] },
    mood: Mood.good, sum: Sum.moods([Mood.Bad]), named: 5, lazy: 9,
  });
  print(row.aCol, [...ctx.db.all.iter()].length);
});

export const auth = spacetimedb.reducer(ctx => {
  const { jwt, hasJWT } = ctx.senderAuth;
  print(hasJWT, jwt && [jwt.subject, jwt.issuer, jwt.audience, jwt.fullPayload, jwt.rawPayload]);
});

export const add_user = spacetimedb.reducer({ name: t.string(), token: t.uuid() }, (ctx, { name, token }) => {
  ctx.db.user.insert({
    id: ctx.sender, name, age: 3, online: true, at: ctx.timestamp, token, camelName: 0.25, connection: ctx.connectionId!,
  });
});

export const users = spacetimedb.view({ public: true }, t.array(user.rowType), ctx => [...ctx.db.user.age.filter(3)]);
export const me = spacetimedb.view({ name: 'my_user', public: true }, t.option(user.rowType), ctx => ctx.db.user.id.find(ctx.sender) ?? undefined);
export const young = spacetimedb.anonymousView({ public: true }, t.array(user.rowType), ctx => ctx.from.user.where(u => u.age.lt(18)));

export const queries = spacetimedb.view({ public: true }, t.array(order.rowType), ctx => {
  const { user: u, order: o } = ctx.from;
  const known = ctx.db.user.id.find(ctx.sender)!;
  const sql = (query: { toSql(): string }) => print(query.toSql());
  sql(u);
  sql(u.where(r => r.name.eq("o'neil")));
  sql(u.where(r => and(r.age.gt(3), or(r.age.lte(5), r.name.ne('"x"')), not(r.online.eq(true)))));
  sql(u.where(r => r.age.gte(3).and(r.online.eq(false)).or(r.name.eq('x'))));
  sql(u.where(r => r.online));
  sql(u.where(() => true));
  sql(u.where(r => r.age.eq(1)).where(r => r.age.lt(9)).where(r => r.camelName.eq(1.5)));
  sql(u.where(r => r.id.eq(ctx.sender)));
  sql(u.where(r => r.at.lt(known.at)));
  sql(u.where(r => r.token.eq(known.token)));
  sql(u.where(r => r.connection.ne(known.connection)));
  sql(u.rightSemijoin(o, (l, r) => l.id.eq(r.owner)));
  sql(u.where(r => r.age.eq(1)).leftSemijoin(o, (l, r) => l.age.eq(r.age)).where(r => r.name.eq('a')));
  return u.where(r => r.age.eq(1)).rightSemijoin(o, (l, r) => l.age.eq(r.age)).where(r => r.text.eq('a'));
});

export const compute = spacetimedb.procedure({ z: t.u8() }, t.string(), (ctx, { z }) => {
  const total = ctx.withTx(tx => {
    tx.db.alarm.insert({ id: 0n, at: ScheduleAt.time(tx.timestamp.microsSinceUnixEpoch) });
    return tx.db.alarm.count();
  });
  try {
    ctx.withTx(() => {
      throw new SenderError('inside');
    });
  } catch (error) {
    print(error instanceof SenderError, (error as Error).message);
  }
  const answer = ctx.http.fetch('https://example.com/a?b=c', {
    method: 'post', headers: { 'X-Name': 'v', accept: 'q' }, body: 'hello', timeout: new TimeDuration(1000n),
  });
  print(answer.status, answer.ok, answer.statusText, answer.text(), [...answer.headers], answer.url);
  return `${z} ${total}`;
});
export const named_procedure = spacetimedb.procedure({ name: 'procedure_name' }, { inner: Inner }, Sum, () => Sum.num(3));

export const hello = spacetimedb.httpHandler((_ctx, request) => {
  print(request.method, request.uri, [...request.headers], request.text());
  return new SyncResponse('hi', { status: 201, headers: { 'X-Answer': '1' } });
});
export const bytes = spacetimedb.httpHandler({ name: 'byte_handler' }, () => new SyncResponse(new Uint8Array([1, 2])));
export const routes = spacetimedb.httpRouter(
  new Router().get('/a', hello).post('/b', bytes).nest('/n', new Router().any('/x', hello)).delete('/b', bytes)
);
