// Values of every type: written from arguments, read back, told as text, copied.
import { t, type Infer } from 'spacetimedb/server';
import {
  arrays, db, listed, options, outcomes, Point, products, Shape, specials, sums, tell,
} from './tables.ts';

// One writer for each table: a row with the same id is replaced.

export const put_integers = db.reducer(
  { id: t.u32(), a: t.i8(), b: t.u8(), c: t.i16(), d: t.u16(), e: t.i32(), f: t.u32(), g: t.i64(), h: t.u64() },
  (ctx, row) => {
    ctx.db.integers.id.delete(row.id);
    ctx.db.integers.insert(row);
  }
);

export const put_wide = db.reducer(
  { id: t.u32(), a: t.i128(), b: t.u128(), c: t.i256(), d: t.u256() },
  (ctx, row) => {
    ctx.db.wide.id.delete(row.id);
    ctx.db.wide.insert(row);
  }
);

export const put_floats = db.reducer({ id: t.u32(), single: t.f32(), precise: t.f64() }, (ctx, row) => {
  ctx.db.floats.id.delete(row.id);
  ctx.db.floats.insert(row);
});

export const put_texts = db.reducer(
  { id: t.u32(), flag: t.bool(), text: t.string(), raw: t.byteArray() },
  (ctx, row) => {
    ctx.db.texts.id.delete(row.id);
    ctx.db.texts.insert(row);
  }
);

export const put_arrays = db.reducer({ row: arrays.rowType }, (ctx, { row }) => {
  ctx.db.arrays.id.delete(row.id);
  ctx.db.arrays.insert(row);
});

export const put_options = db.reducer({ row: options.rowType }, (ctx, { row }) => {
  ctx.db.options.id.delete(row.id);
  ctx.db.options.insert(row);
});

export const put_outcomes = db.reducer({ row: outcomes.rowType }, (ctx, { row }) => {
  ctx.db.outcomes.id.delete(row.id);
  ctx.db.outcomes.insert(row);
});

export const put_products = db.reducer({ row: products.rowType }, (ctx, { row }) => {
  ctx.db.products.id.delete(row.id);
  ctx.db.products.insert(row);
});

export const put_sums = db.reducer({ row: sums.rowType }, (ctx, { row }) => {
  ctx.db.sums.id.delete(row.id);
  ctx.db.sums.insert(row);
});

export const put_specials = db.reducer({ row: specials.rowType }, (ctx, { row }) => {
  ctx.db.specials.id.delete(row.id);
  ctx.db.specials.insert(row);
});

/** Arguments of many types in one call. */
export const echo = db.reducer(
  {
    flag: t.bool(),
    number: t.i32(),
    text: t.string(),
    raw: t.byteArray(),
    point: Point,
    shape: Shape,
    maybe: t.option(t.u8()),
    words: t.array(t.string()),
  },
  (ctx, { flag, number, text, raw, point, shape, maybe, words }) => {
    const parts = [
      flag, number, text, raw.length, shownPoint(point), shownShape(shape), maybe ?? 'none', listed(words),
    ];
    tell(ctx, `echo ${parts.join('|')}`);
  }
);

// Values as text

function shownPoint(point: Infer<typeof Point>): string {
  return `${point.x}:${point.y}`;
}

function shownShape(shape: Infer<typeof Shape>): string {
  switch (shape.tag) {
    case 'nothing':
    case 'circle':
      return shape.tag;
    case 'segment':
      return `segment:${shape.value.label}`;
    case 'path':
      return `path:${shape.value.length}`;
    case 'tinted':
      return `tinted:${shape.value.tag}`;
    case 'label':
      return `label:${shape.value}`;
    case 'maybe':
      return `maybe:${shape.value ?? 'none'}`;
  }
}

export const show_integers = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.integers.id.find(id)!;
  tell(ctx, `integers ${listed([row.a, row.b, row.c, row.d, row.e, row.f, row.g, row.h])}`);
});

export const show_wide = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.wide.id.find(id)!;
  tell(ctx, `wide ${listed([row.a, row.b, row.c, row.d])}`);
});

export const show_texts = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.texts.id.find(id)!;
  const sum = row.raw.reduce((total, byte) => total + byte, 0);
  tell(ctx, `texts ${row.flag}|${row.raw.length}|${sum}|${row.text}`);
});

export const show_arrays = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.arrays.id.find(id)!;
  const lists = [
    row.flags, row.numbers, row.large, row.reals, row.words, row.nested, row.points, row.maybes, row.colors,
  ];
  const sum = row.numbers.reduce((total, number) => total + BigInt(number), 0n);
  tell(ctx, `arrays ${listed(lists.map(list => list.length))}|${sum}|${listed(row.words)}`);
});

export const show_options = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.options.id.find(id)!;
  const parts = [
    row.number ?? 'none',
    row.text ?? 'none',
    row.point === undefined ? 'none' : shownPoint(row.point),
    row.list === undefined ? 'none' : listed(row.list),
    row.who === undefined ? 'none' : 'some',
  ];
  tell(ctx, `options ${parts.join('|')}`);
});

export const show_outcomes = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.outcomes.id.find(id)!;
  const simple = 'ok' in row.simple ? `ok:${row.simple.ok}` : `err:${row.simple.err}`;
  const rich = 'ok' in row.rich ? `ok:${shownPoint(row.rich.ok)}` : `err:${row.rich.err.tag}`;
  tell(ctx, `outcomes ${simple}|${rich}`);
});

export const show_products = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const { label, start, end, width } = ctx.db.products.id.find(id)!.segment;
  tell(ctx, `products ${label}|${shownPoint(start)}|${shownPoint(end)}|${width === undefined ? 'none' : 'some'}`);
});

export const show_sums = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.sums.id.find(id)!;
  tell(ctx, `sums ${row.color.tag}|${shownShape(row.shape)}`);
});

export const show_specials = db.reducer({ id: t.u32() }, (ctx, { id }) => {
  const row = ctx.db.specials.id.find(id)!;
  const due =
    row.due.tag === 'Interval'
      ? `interval:${row.due.value.micros}`
      : `time:${row.due.value.microsSinceUnixEpoch}`;
  const parts = [
    row.who.toHexString(),
    row.conn.toHexString(),
    row.at.microsSinceUnixEpoch,
    row.span.micros,
    due,
    row.token.toString(),
  ];
  tell(ctx, `specials ${parts.join('|')}`);
});

/** Reads every row of the tables of values and inserts it again under another id, while it iterates. */
export const copy_values = db.reducer({ by: t.u32() }, (ctx, { by }) => {
  let copied = 0;
  const copy = <Row extends { id: number }>(rows: { iter(): Iterable<Row>; insert(row: Row): Row }) => {
    for (const row of rows.iter()) {
      rows.insert({ ...row, id: row.id + by });
      copied++;
    }
  };
  copy(ctx.db.integers);
  copy(ctx.db.wide);
  copy(ctx.db.floats);
  copy(ctx.db.texts);
  copy(ctx.db.arrays);
  copy(ctx.db.options);
  copy(ctx.db.outcomes);
  copy(ctx.db.products);
  copy(ctx.db.sums);
  copy(ctx.db.specials);
  tell(ctx, `copied ${copied}`);
});
