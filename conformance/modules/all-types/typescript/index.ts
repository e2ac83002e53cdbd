// Every column type, index and constraint that a module can have, with reducers that exercise each of them.
// What reducers find goes into the table `log`, so that clients can see it.
import { Range, ScheduleAt, schema, SenderError, t, table } from 'stele/server';

// Types

/** An enum without payloads. */
const Color = t.enum('Color', ['red', 'green', 'blue']);

const Point = t.object('Point', { x: t.i32(), y: t.i32() });

/** A product inside a product. */
const Segment = t.object('Segment', { label: t.string(), start: Point, end: Point, width: t.option(t.f32()) });

/** A sum with payloads of several kinds. */
const Shape = t.enum('Shape', {
  nothing: t.unit(),
  circle: t.f64(),
  segment: Segment,
  path: t.array(Point),
  color: Color,
});

// Tables

const log = table(
  { name: 'log', public: true },
  { id: t.u64().primaryKey().autoInc(), topic: t.string().index(), text: t.string() }
);

const smallIntegers = table(
  { name: 'small_integers', public: true },
  { id: t.u32().primaryKey(), i8: t.i8(), u8: t.u8(), i16: t.i16(), u16: t.u16(), i32: t.i32(), u32: t.u32() }
);

const wideIntegers = table(
  { name: 'wide_integers', public: true },
  {
    id: t.u32().primaryKey(),
    i64: t.i64(),
    u64: t.u64(),
    i128: t.i128(),
    u128: t.u128(),
    i256: t.i256(),
    u256: t.u256(),
  }
);

const floats = table({ name: 'floats', public: true }, { id: t.u32().primaryKey(), f32: t.f32(), f64: t.f64() });

const texts = table(
  { name: 'texts', public: true },
  { id: t.u32().primaryKey(), flag: t.bool(), text: t.string().index(), bytes: t.byteArray() }
);

const arrays = table(
  { name: 'arrays', public: true },
  {
    id: t.u32().primaryKey(),
    bools: t.array(t.bool()),
    numbers: t.array(t.i32()),
    wide: t.array(t.u128()),
    strings: t.array(t.string()),
    nested: t.array(t.array(t.u16())),
    products: t.array(Segment),
    options: t.array(t.option(t.u8())),
  }
);

const options = table(
  { name: 'options', public: true },
  {
    id: t.u32().primaryKey(),
    number: t.option(t.i64()),
    text: t.string().optional(),
    product: t.option(Point),
    list: t.option(t.array(t.string())),
  }
);

const results = table(
  { name: 'results', public: true },
  { id: t.u32().primaryKey(), outcome: t.result(t.u32(), t.string()), text: t.result(t.string(), t.string()) }
);

const enums = table(
  { name: 'enums', public: true },
  { id: t.u32().primaryKey(), color: Color.index('btree'), shape: Shape }
);

const products = table(
  { name: 'products', public: true },
  { id: t.u32().primaryKey(), segment: Segment, nothing: t.unit() }
);

const specials = table(
  { name: 'specials', public: true },
  {
    id: t.u32().primaryKey(),
    owner: t.identity(),
    connection: t.option(t.connectionId()),
    at: t.timestamp(),
    took: t.timeDuration(),
    due: t.scheduleAt(),
    token: t.uuid(),
  }
);

const byIdentity = table(
  { name: 'by_identity', public: true },
  { owner: t.identity().primaryKey(), token: t.uuid().unique(), visits: t.u32() }
);

const uniques = table(
  { name: 'uniques', public: true },
  { id: t.u64().primaryKey(), email: t.string().unique(), number: t.i32().unique(), note: t.string() }
);

const counters = table(
  { name: 'counters', public: true },
  { id: t.u8().primaryKey().autoInc(), i16: t.i16().autoInc(), i64: t.i64().autoInc(), u128: t.u128().autoInc() }
);

const btrees = table(
  {
    name: 'btrees',
    public: true,
    indexes: [
      { accessor: 'byPlace', algorithm: 'btree', columns: ['zone', 'row', 'name'] },
      { accessor: 'byNameAndZone', name: 'btrees_by_name', algorithm: 'btree', columns: ['name', 'zone'] },
    ],
  },
  { id: t.u32().primaryKey(), zone: t.u8(), row: t.i32(), name: t.string(), score: t.i64().index('btree') }
);

const hashes = table(
  {
    name: 'hashes',
    public: true,
    indexes: [{ accessor: 'byPair', algorithm: 'hash', columns: ['group', 'name'] }],
  },
  { id: t.u32().primaryKey(), group: t.string().index('hash'), name: t.string() }
);

const directs = table(
  { name: 'directs', public: true, indexes: [{ accessor: 'bySlot', algorithm: 'direct', column: 'slot' }] },
  { id: t.u32().index('direct').primaryKey(), slot: t.u16(), text: t.string() }
);

/** Clients cannot read this one. */
const secrets = table({ name: 'secrets' }, { id: t.u32().primaryKey(), text: t.string() });

/** Rows are told to subscribers and not kept. */
const events = table({ name: 'events', public: true, event: true }, { topic: t.string(), number: t.u32() });

const defaults = table(
  { name: 'defaults', public: true },
  {
    id: t.u32().primaryKey(),
    flag: t.bool().default(true),
    count: t.i32().default(-7),
    wide: t.u64().default(1n << 40n),
    ratio: t.f64().default(0.5),
    text: t.string().default('default'),
    list: t.array(t.u16()).default([1, 2, 3]),
    maybe: t.option(t.u8()).default(undefined),
    color: Color.default({ tag: 'green' }),
  }
);

const spacetimedb = schema({
  log,
  smallIntegers,
  wideIntegers,
  floats,
  texts,
  arrays,
  options,
  results,
  enums,
  products,
  specials,
  byIdentity,
  uniques,
  counters,
  btrees,
  hashes,
  directs,
  secrets,
  events,
  defaults,
});
export default spacetimedb;

// What values look like in the log

function shown(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === undefined || value === null) return 'none';
  if (value instanceof Uint8Array) return `bytes(${[...value].join(' ')})`;
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if ('tag' in Object(value)) {
    // SDKs differ in whether a variant without payload has no value or an empty one.
    const { tag, value: payload } = value as { tag: string; value?: unknown };
    const isEmpty = payload === undefined || (typeof payload === 'object' && Object.keys(Object(payload)).length === 0);
    return isEmpty ? tag : `${tag}(${shown(payload)})`;
  }
  if (typeof value === 'object') {
    return `{${Object.entries(value).map(([key, member]) => `${key}: ${shown(member)}`).join(', ')}}`;
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

function sorted<Row extends { id: number }>(rows: Iterable<Row>): Row[] {
  return [...rows].sort((a, b) => a.id - b.id);
}

// One reducer to write each table

export const put_small_integers = spacetimedb.reducer(
  { id: t.u32(), i8: t.i8(), u8: t.u8(), i16: t.i16(), u16: t.u16(), i32: t.i32(), u32: t.u32() },
  (ctx, row) => {
    ctx.db.smallIntegers.id.delete(row.id);
    ctx.db.smallIntegers.insert(row);
  }
);

export const put_wide_integers = spacetimedb.reducer(
  { id: t.u32(), i64: t.i64(), u64: t.u64(), i128: t.i128(), u128: t.u128(), i256: t.i256(), u256: t.u256() },
  (ctx, row) => {
    ctx.db.wideIntegers.id.delete(row.id);
    ctx.db.wideIntegers.insert(row);
  }
);

export const put_floats = spacetimedb.reducer({ id: t.u32(), f32: t.f32(), f64: t.f64() }, (ctx, row) => {
  ctx.db.floats.id.delete(row.id);
  ctx.db.floats.insert(row);
});

export const put_text = spacetimedb.reducer(
  { id: t.u32(), flag: t.bool(), text: t.string(), bytes: t.byteArray() },
  (ctx, row) => {
    ctx.db.texts.id.delete(row.id);
    ctx.db.texts.insert(row);
  }
);

export const put_arrays = spacetimedb.reducer({ row: arrays.rowType }, (ctx, { row }) => {
  ctx.db.arrays.id.delete(row.id);
  ctx.db.arrays.insert(row);
});

export const put_options = spacetimedb.reducer({ row: options.rowType }, (ctx, { row }) => {
  ctx.db.options.id.delete(row.id);
  ctx.db.options.insert(row);
});

// The published package types a result as its value, and reads and writes { ok } or { err }.
const ok = (value: unknown): any => ({ ok: value });
const err = (error: string): any => ({ err: error });

export const put_ok = spacetimedb.reducer({ id: t.u32(), value: t.u32() }, (ctx, { id, value }) => {
  ctx.db.results.id.delete(id);
  ctx.db.results.insert({ id, outcome: ok(value), text: ok(String(value)) });
});

/** The published package (2.10.1) writes an error as if it were of the type of the value. */
export const put_err = spacetimedb.reducer({ id: t.u32(), error: t.string() }, (ctx, { id, error }) => {
  ctx.db.results.id.delete(id);
  ctx.db.results.insert({ id, outcome: err(error), text: ok('') });
});

export const put_text_err = spacetimedb.reducer({ id: t.u32(), error: t.string() }, (ctx, { id, error }) => {
  ctx.db.results.id.delete(id);
  ctx.db.results.insert({ id, outcome: ok(0), text: err(error) });
});

export const put_enums = spacetimedb.reducer({ id: t.u32(), color: Color, shape: Shape }, (ctx, row) => {
  ctx.db.enums.id.delete(row.id);
  ctx.db.enums.insert(row);
});

export const put_product = spacetimedb.reducer({ id: t.u32(), segment: Segment }, (ctx, { id, segment }) => {
  ctx.db.products.id.delete(id);
  ctx.db.products.insert({ id, segment, nothing: {} });
});

export const put_specials = spacetimedb.reducer(
  { id: t.u32(), took: t.timeDuration(), token: t.uuid(), dueMicros: t.i64() },
  (ctx, { id, took, token, dueMicros }) => {
    ctx.db.specials.id.delete(id);
    ctx.db.specials.insert({
      id,
      owner: ctx.sender,
      connection: ctx.connectionId ?? undefined,
      at: ctx.timestamp,
      took,
      due: dueMicros < 0n ? ScheduleAt.interval(-dueMicros) : ScheduleAt.time(dueMicros),
      token,
    });
  }
);

/** Counts the caller's visits: insert first, update by the primary key afterwards. */
export const visit = spacetimedb.reducer({ token: t.uuid() }, (ctx, { token }) => {
  const known = ctx.db.byIdentity.owner.find(ctx.sender);
  if (known === null) {
    ctx.db.byIdentity.insert({ owner: ctx.sender, token, visits: 1 });
  } else {
    ctx.db.byIdentity.owner.update({ ...known, visits: known.visits + 1 });
  }
});

export const put_unique = spacetimedb.reducer(
  { id: t.u64(), email: t.string(), number: t.i32(), note: t.string() },
  (ctx, row) => {
    if (ctx.db.uniques.id.find(row.id) === null) {
      ctx.db.uniques.insert(row);
    } else {
      ctx.db.uniques.id.update(row);
    }
  }
);

export const delete_unique_by_email = spacetimedb.reducer({ email: t.string() }, (ctx, { email }) => {
  if (!ctx.db.uniques.email.delete(email)) {
    throw new SenderError(`no row with email ${email}`);
  }
});

/** Zeros are filled in by the database. */
export const count_up = spacetimedb.reducer(
  { id: t.u8(), i16: t.i16(), i64: t.i64(), u128: t.u128() },
  (ctx, row) => {
    const inserted = ctx.db.counters.insert(row);
    ctx.db.log.insert({ id: 0n, topic: 'count_up', text: shown(inserted) });
  }
);

export const put_btree = spacetimedb.reducer({ row: btrees.rowType }, (ctx, { row }) => {
  ctx.db.btrees.id.delete(row.id);
  ctx.db.btrees.insert(row);
});

export const put_hash = spacetimedb.reducer({ id: t.u32(), group: t.string(), name: t.string() }, (ctx, row) => {
  ctx.db.hashes.id.delete(row.id);
  ctx.db.hashes.insert(row);
});

export const put_direct = spacetimedb.reducer({ id: t.u32(), slot: t.u16(), text: t.string() }, (ctx, row) => {
  ctx.db.directs.id.delete(row.id);
  ctx.db.directs.insert(row);
});

export const put_secret = spacetimedb.reducer({ id: t.u32(), text: t.string() }, (ctx, row) => {
  ctx.db.secrets.id.delete(row.id);
  ctx.db.secrets.insert(row);
});

export const emit = spacetimedb.reducer({ topic: t.string(), number: t.u32() }, (ctx, row) => {
  ctx.db.events.insert(row);
});

export const put_defaults = spacetimedb.reducer({ row: defaults.rowType }, (ctx, { row }) => {
  ctx.db.defaults.id.delete(row.id);
  ctx.db.defaults.insert(row);
});

// Reading and deleting through each kind of index

/** One column: points, then ranges with each kind of bound. */
export const scan_scores = spacetimedb.reducer({ from: t.i64(), to: t.i64() }, (ctx, { from, to }) => {
  const byScore = ctx.db.btrees.score;
  const found = (topic: string, rows: Iterable<{ id: number }>) =>
    ctx.db.log.insert({ id: 0n, topic, text: shown(sorted(rows).map(row => row.id)) });
  found('score point', byScore.filter(from));
  found('score [from, to]', byScore.filter(new Range({ tag: 'included', value: from }, { tag: 'included', value: to })));
  found('score [from, to)', byScore.filter(new Range({ tag: 'included', value: from }, { tag: 'excluded', value: to })));
  found('score (from, to]', byScore.filter(new Range({ tag: 'excluded', value: from }, { tag: 'included', value: to })));
  found('score [from, ..)', byScore.filter(new Range({ tag: 'included', value: from })));
  found('score (.., to)', byScore.filter(new Range<bigint>(null, { tag: 'excluded', value: to })));
  found('score all', byScore.filter(new Range<bigint>()));
});

/** Several columns: whole keys, prefixes, and a range after a prefix. */
export const scan_places = spacetimedb.reducer(
  { zone: t.u8(), row: t.i32(), name: t.string() },
  (ctx, { zone, row, name }) => {
    const byPlace = ctx.db.btrees.byPlace;
    const found = (topic: string, rows: Iterable<{ id: number }>) =>
      ctx.db.log.insert({ id: 0n, topic, text: shown(sorted(rows).map(entry => entry.id)) });
    found('place whole', byPlace.filter([zone, row, name]));
    found('place zone', byPlace.filter(zone));
    found('place zone and row', byPlace.filter([zone, row]));
    found('place rows from', byPlace.filter([zone, new Range({ tag: 'included', value: row })]));
    found('place names to', byPlace.filter([zone, row, new Range<string>(null, { tag: 'included', value: name })]));
    found('name and zone', ctx.db.btrees.byNameAndZone.filter([name, zone]));
  }
);

export const delete_places = spacetimedb.reducer({ zone: t.u8(), fromRow: t.i32() }, (ctx, { zone, fromRow }) => {
  const count = ctx.db.btrees.byPlace.delete([zone, new Range({ tag: 'included', value: fromRow })]);
  ctx.db.log.insert({ id: 0n, topic: 'delete places', text: shown(count) });
});

export const scan_hashes = spacetimedb.reducer({ group: t.string(), name: t.string() }, (ctx, { group, name }) => {
  const ids = (rows: Iterable<{ id: number }>) => shown(sorted(rows).map(row => row.id));
  ctx.db.log.insert({ id: 0n, topic: 'hash group', text: ids(ctx.db.hashes.group.filter(group)) });
  ctx.db.log.insert({ id: 0n, topic: 'hash pair', text: ids(ctx.db.hashes.byPair.filter([group, name])) });
});

export const scan_directs = spacetimedb.reducer({ id: t.u32(), slot: t.u16() }, (ctx, { id, slot }) => {
  const ids = sorted(ctx.db.directs.bySlot.filter(slot)).map(row => row.id);
  ctx.db.log.insert({ id: 0n, topic: 'direct id', text: shown(ctx.db.directs.id.find(id)) });
  ctx.db.log.insert({ id: 0n, topic: 'direct slot', text: shown(ids) });
});

export const scan_colors = spacetimedb.reducer({ color: Color }, (ctx, { color }) => {
  const ids = sorted(ctx.db.enums.color.filter(color)).map(row => row.id);
  ctx.db.log.insert({ id: 0n, topic: `color ${color.tag}`, text: shown(ids) });
});

/** Deletes a row by its whole contents. */
export const delete_small_integers = spacetimedb.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.smallIntegers.id.find(id);
  if (row === null) {
    throw new SenderError(`no row with id ${id}`);
  }
  const deleted = ctx.db.smallIntegers.delete(row);
  ctx.db.log.insert({ id: 0n, topic: 'delete by value', text: shown(deleted) });
});

/** Copies what the tables hold into the log, also the private one. */
export const dump = spacetimedb.reducer(ctx => {
  const copy = (topic: string, rows: Iterable<{ id: number }>) => {
    for (const row of sorted(rows)) {
      ctx.db.log.insert({ id: 0n, topic, text: shown(row) });
    }
  };
  copy('small_integers', ctx.db.smallIntegers.iter());
  copy('wide_integers', ctx.db.wideIntegers.iter());
  copy('floats', ctx.db.floats.iter());
  copy('texts', ctx.db.texts.iter());
  copy('arrays', ctx.db.arrays.iter());
  copy('options', ctx.db.options.iter());
  copy('results', ctx.db.results.iter());
  copy('enums', ctx.db.enums.iter());
  copy('products', ctx.db.products.iter());
  copy('specials', ctx.db.specials.iter());
  copy('btrees', ctx.db.btrees.iter());
  copy('hashes', ctx.db.hashes.iter());
  copy('directs', ctx.db.directs.iter());
  copy('secrets', ctx.db.secrets.iter());
  copy('defaults', ctx.db.defaults.iter());
  ctx.db.log.insert({ id: 0n, topic: 'events', text: shown(ctx.db.events.count()) });
});

export const clear_log = spacetimedb.reducer(ctx => {
  ctx.db.log.clear();
});
