// Types and tables. ../../README.md describes them for every language.
import { schema, t, table, type InferSchema, type ReducerCtx } from 'spacetimedb/server';

// Types

export const Color = t.enum('Color', ['red', 'green', 'blue']);

export const Point = t.object('Point', { x: t.i32(), y: t.i32() });

export const Segment = t.object('Segment', { label: t.string(), start: Point, end: Point, width: t.option(t.f32()) });

export const Shape = t.enum('Shape', {
  nothing: t.unit(),
  circle: t.f64(),
  segment: Segment,
  path: t.array(Point),
  tinted: Color,
  label: t.string(),
  maybe: t.option(t.u8()),
});

export const Empty = t.object('Empty', {});

/** One end of a range of scores. */
export const Limit = t.enum('Limit', { included: t.i64(), excluded: t.i64(), unbounded: t.unit() });

// What reducers find out

const note = table({ name: 'note', public: true }, { seq: t.u32().primaryKey(), text: t.string() });

// Values

export const integers = table(
  { name: 'integers', public: true },
  {
    id: t.u32().primaryKey(),
    a: t.i8(),
    b: t.u8(),
    c: t.i16(),
    d: t.u16(),
    e: t.i32(),
    f: t.u32(),
    g: t.i64(),
    h: t.u64(),
  }
);

export const wide = table(
  { name: 'wide', public: true },
  { id: t.u32().primaryKey(), a: t.i128(), b: t.u128(), c: t.i256(), d: t.u256() }
);

export const floats = table(
  { name: 'floats', public: true },
  { id: t.u32().primaryKey(), single: t.f32(), precise: t.f64() }
);

export const texts = table(
  { name: 'texts', public: true },
  { id: t.u32().primaryKey(), flag: t.bool(), text: t.string(), raw: t.byteArray() }
);

export const arrays = table(
  { name: 'arrays', public: true },
  {
    id: t.u32().primaryKey(),
    flags: t.array(t.bool()),
    numbers: t.array(t.i32()),
    large: t.array(t.u128()),
    reals: t.array(t.f64()),
    words: t.array(t.string()),
    nested: t.array(t.array(t.u16())),
    points: t.array(Point),
    maybes: t.array(t.option(t.u8())),
    colors: t.array(Color),
  }
);

export const options = table(
  { name: 'options', public: true },
  {
    id: t.u32().primaryKey(),
    number: t.option(t.i64()),
    text: t.option(t.string()),
    point: t.option(Point),
    list: t.option(t.array(t.string())),
    who: t.option(t.identity()),
  }
);

export const outcomes = table(
  { name: 'outcomes', public: true },
  { id: t.u32().primaryKey(), simple: t.result(t.u32(), t.string()), rich: t.result(Point, Color) }
);

export const products = table(
  { name: 'products', public: true },
  { id: t.u32().primaryKey(), segment: Segment, empty: Empty }
);

export const sums = table({ name: 'sums', public: true }, { id: t.u32().primaryKey(), color: Color, shape: Shape });

export const specials = table(
  { name: 'specials', public: true },
  {
    id: t.u32().primaryKey(),
    who: t.identity(),
    conn: t.connectionId(),
    at: t.timestamp(),
    span: t.timeDuration(),
    due: t.scheduleAt(),
    token: t.uuid(),
  }
);

// Keys

const person = table(
  { name: 'person', public: true },
  { id: t.u64().primaryKey().autoInc(), email: t.string().unique(), age: t.u8().index('btree') }
);

/** A unique column of every type that can be a key. */
export const keys = table(
  { name: 'keys', public: true },
  {
    id: t.u32().primaryKey(),
    a: t.i8().unique(),
    b: t.u8().unique(),
    c: t.i16().unique(),
    d: t.u16().unique(),
    e: t.i32().unique(),
    f: t.u32().unique(),
    g: t.i64().unique(),
    h: t.u64().unique(),
    i: t.i128().unique(),
    j: t.u128().unique(),
    k: t.i256().unique(),
    l: t.u256().unique(),
    m: t.string().unique(),
    n: t.identity().unique(),
    o: t.connectionId().unique(),
    p: t.uuid().unique(),
    q: t.bool().unique(),
  }
);

export const slots = table(
  { name: 'slots', public: true },
  {
    id: t.u32().index('direct').primaryKey(),
    a: t.u8().index('direct').unique(),
    b: t.u16().index('direct').unique(),
    c: t.u64().index('direct').unique(),
    tone: Color.index('direct'),
  }
);

export const counters = table(
  { name: 'counters', public: true },
  {
    id: t.u32().primaryKey(),
    a: t.i8().autoInc(),
    b: t.u8().autoInc(),
    c: t.i16().autoInc(),
    d: t.u16().autoInc(),
    e: t.i32().autoInc(),
    f: t.u32().autoInc(),
    g: t.i64().autoInc(),
    h: t.u64().autoInc(),
    i: t.i128().autoInc(),
    j: t.u128().autoInc(),
    k: t.i256().autoInc(),
    l: t.u256().autoInc(),
  }
);

const ticket = table({ name: 'ticket', public: true }, { id: t.u8().primaryKey().autoInc(), text: t.string() });

// Scans

/** A set of rows without any key. */
const bag = table(
  { name: 'bag', public: true, indexes: [{ accessor: 'bySpot', algorithm: 'btree', columns: ['x', 'y'] }] },
  { x: t.u32(), y: t.u32(), label: t.string() }
);

export const ranked = table(
  {
    name: 'ranked',
    public: true,
    indexes: [{ accessor: 'byPlace', algorithm: 'btree', columns: ['zone', 'line', 'name'] }],
  },
  {
    id: t.u32().primaryKey(),
    score: t.i64().index('btree'),
    label: t.string().index('btree'),
    zone: t.u8(),
    line: t.i32(),
    name: t.string(),
  }
);

const hashed = table(
  {
    name: 'hashed',
    public: true,
    indexes: [{ accessor: 'byPair', algorithm: 'hash', columns: ['team', 'name'] }],
  },
  { id: t.u32().primaryKey(), team: t.string().index('hash'), name: t.string() }
);

export const marks = table(
  { name: 'marks', public: true },
  {
    id: t.u32().primaryKey(),
    flag: t.bool().index('btree'),
    tone: Color.index('btree'),
    who: t.identity().index('btree'),
    conn: t.connectionId().index('btree'),
    token: t.uuid().index('btree'),
  }
);

// Visibility

const secret = table({ name: 'secret' }, { id: t.u32().primaryKey(), text: t.string() });

const ping = table({ name: 'ping', public: true, event: true }, { topic: t.string(), number: t.u32() });

// Callers

const boot = table({ name: 'boot', public: true }, { id: t.u32().primaryKey(), who: t.identity(), text: t.string() });

const visit = table(
  { name: 'visit', public: true },
  { seq: t.u32().primaryKey(), what: t.string(), who: t.identity(), conn: t.option(t.connectionId()) }
);

const banned = table({ name: 'banned', public: true }, { who: t.identity().primaryKey() });

const contexts = table(
  { name: 'contexts', public: true },
  {
    id: t.u32().primaryKey(),
    who: t.identity(),
    conn: t.option(t.connectionId()),
    at: t.timestamp(),
    home: t.identity(),
    issuer: t.string(),
    subject: t.string(),
  }
);

export const db = schema({
  note,
  integers,
  wide,
  floats,
  texts,
  arrays,
  options,
  outcomes,
  products,
  sums,
  specials,
  person,
  keys,
  slots,
  counters,
  ticket,
  bag,
  ranked,
  hashed,
  marks,
  secret,
  ping,
  boot,
  visit,
  banned,
  contexts,
});

export type Ctx = ReducerCtx<InferSchema<typeof db>>;

/** Tells the clients what a reducer found. */
export function tell(ctx: Ctx, text: string): void {
  ctx.db.note.insert({ seq: Number(ctx.db.note.count()) + 1, text });
}

/** Items with commas between them, `-` for none. */
export function listed(items: Iterable<unknown>): string {
  return [...items].map(String).join(',') || '-';
}

/** The ids of `rows` in the order in which they came. */
export function ids(rows: Iterable<{ id: number }>): string {
  return listed([...rows].map(row => row.id));
}

/** The ids of `rows`, smallest first. */
export function sortedIds(rows: Iterable<{ id: number }>): string {
  return listed([...rows].map(row => row.id).sort((a, b) => a - b));
}
