// Iteration, and every way to read and delete through an index.
import { Range, t, type Infer } from 'spacetimedb/server';
import { Color, db, ids, Limit, listed, marks, ranked, sortedIds, tell } from './tables.ts';

// bag: whole tables

export const add_bag = db.reducer({ x: t.u32(), y: t.u32(), label: t.string() }, (ctx, row) => {
  const before = ctx.db.bag.count();
  ctx.db.bag.insert(row);
  tell(ctx, `bag ${before} ${ctx.db.bag.count()}`);
});

export const remove_bag = db.reducer({ x: t.u32(), y: t.u32(), label: t.string() }, (ctx, row) => {
  tell(ctx, `deleted ${ctx.db.bag.delete(row)}`);
});

/** Rows (n, 2n, label) for n from 0; a label is `length` bytes of `abcdefgh` again and again. */
export const fill_bag = db.reducer({ times: t.u32(), length: t.u32() }, (ctx, { times, length }) => {
  const label = 'abcdefgh'.repeat(Math.ceil(length / 8)).slice(0, length);
  for (let n = 0; n < times; n++) {
    ctx.db.bag.insert({ x: n, y: 2 * n, label });
  }
});

/** Stops after `stop` rows. */
export const walk_bag = db.reducer({ stop: t.u32() }, (ctx, { stop }) => {
  let visited = 0;
  for (const _ of ctx.db.bag.iter()) {
    if (visited === stop) {
      break;
    }
    visited++;
  }
  tell(ctx, `visited ${visited}`);
});

/** Leaves `times` iterations after their first row. */
export const walk_bag_often = db.reducer({ times: t.u32() }, (ctx, { times }) => {
  let visited = 0;
  for (let n = 0; n < times; n++) {
    for (const _ of ctx.db.bag.iter()) {
      visited++;
      break;
    }
  }
  tell(ctx, `visited ${visited}`);
});

export const sum_bag = db.reducer(ctx => {
  let rows = 0;
  let sum = 0n;
  let length = 0;
  for (const row of ctx.db.bag.iter()) {
    rows++;
    sum += BigInt(row.x);
    length += row.label.length;
  }
  tell(ctx, `sum ${rows} ${sum} ${length}`);
});

/** Inserts a copy of each row while it iterates. */
export const copy_bag = db.reducer({ by: t.u32() }, (ctx, { by }) => {
  let visited = 0;
  for (const row of ctx.db.bag.iter()) {
    ctx.db.bag.insert({ ...row, x: row.x + by });
    visited++;
  }
  tell(ctx, `visited ${visited} of ${ctx.db.bag.count()}`);
});

/** Deletes each row while it iterates. */
export const empty_bag = db.reducer(ctx => {
  let deleted = 0;
  for (const row of ctx.db.bag.iter()) {
    deleted += ctx.db.bag.delete(row) ? 1 : 0;
  }
  tell(ctx, `deleted ${deleted}, left ${ctx.db.bag.count()}`);
});

/** Iterates within an iteration. */
export const pair_bag = db.reducer(ctx => {
  let pairs = 0;
  for (const one of ctx.db.bag.iter()) {
    for (const other of ctx.db.bag.iter()) {
      pairs += one.x < other.x ? 1 : 0;
    }
  }
  tell(ctx, `pairs ${pairs}`);
});

export const clear_bag = db.reducer(ctx => {
  tell(ctx, `cleared ${ctx.db.bag.clear()}, left ${ctx.db.bag.count()}`);
});

export const filter_bag = db.reducer({ x: t.u32() }, (ctx, { x }) => {
  tell(ctx, `bag ${listed([...ctx.db.bag.bySpot.filter(x)].map(row => row.y))}`);
});

export const filter_spot = db.reducer({ x: t.u32(), y: t.u32() }, (ctx, { x, y }) => {
  tell(ctx, `bag ${listed([...ctx.db.bag.bySpot.filter([x, y])].map(row => row.label).sort())}`);
});

export const delete_spots = db.reducer({ x: t.u32() }, (ctx, { x }) => {
  tell(ctx, `deleted ${ctx.db.bag.bySpot.delete(x)}`);
});

// ranked: btree indexes

export const add_ranked = db.reducer({ row: ranked.rowType }, (ctx, { row }) => {
  ctx.db.ranked.insert(row);
});

export const scan_score = db.reducer({ score: t.i64() }, (ctx, { score }) => {
  tell(ctx, `scores ${sortedIds(ctx.db.ranked.score.filter(score))}`);
});

function scoreRange(low: Infer<typeof Limit>, high: Infer<typeof Limit>): Range<bigint> {
  return new Range<bigint>(low as any, high as any);
}

export const scan_scores = db.reducer({ low: Limit, high: Limit }, (ctx, { low, high }) => {
  tell(ctx, `scores ${ids(ctx.db.ranked.score.filter(scoreRange(low, high)))}`);
});

export const delete_scores = db.reducer({ low: Limit, high: Limit }, (ctx, { low, high }) => {
  tell(ctx, `deleted ${ctx.db.ranked.score.delete(scoreRange(low, high))}`);
});

/** Labels from `low` to before `high`. */
export const scan_labels = db.reducer({ low: t.string(), high: t.string() }, (ctx, { low, high }) => {
  const range = new Range<string>({ tag: 'included', value: low }, { tag: 'excluded', value: high });
  tell(ctx, `labels ${ids(ctx.db.ranked.label.filter(range))}`);
});

export const scan_place = db.reducer({ zone: t.u8(), line: t.i32(), name: t.string() }, (ctx, { zone, line, name }) => {
  tell(ctx, `places ${sortedIds(ctx.db.ranked.byPlace.filter([zone, line, name]))}`);
});

export const scan_zone = db.reducer({ zone: t.u8() }, (ctx, { zone }) => {
  tell(ctx, `places ${ids(ctx.db.ranked.byPlace.filter(zone))}`);
});

export const scan_line = db.reducer({ zone: t.u8(), line: t.i32() }, (ctx, { zone, line }) => {
  tell(ctx, `places ${ids(ctx.db.ranked.byPlace.filter([zone, line]))}`);
});

/** Lines from `low` to `high`, both included. */
export const scan_lines = db.reducer({ zone: t.u8(), low: t.i32(), high: t.i32() }, (ctx, { zone, low, high }) => {
  const range = new Range<number>({ tag: 'included', value: low }, { tag: 'included', value: high });
  tell(ctx, `places ${ids(ctx.db.ranked.byPlace.filter([zone, range]))}`);
});

/** Names from `low` on. */
export const scan_names = db.reducer({ zone: t.u8(), line: t.i32(), low: t.string() }, (ctx, { zone, line, low }) => {
  const range = new Range<string>({ tag: 'included', value: low });
  tell(ctx, `places ${ids(ctx.db.ranked.byPlace.filter([zone, line, range]))}`);
});

export const delete_zone = db.reducer({ zone: t.u8() }, (ctx, { zone }) => {
  tell(ctx, `deleted ${ctx.db.ranked.byPlace.delete(zone)}`);
});

/** Lines from `low` to before `high`. */
export const delete_lines = db.reducer({ zone: t.u8(), low: t.i32(), high: t.i32() }, (ctx, { zone, low, high }) => {
  const range = new Range<number>({ tag: 'included', value: low }, { tag: 'excluded', value: high });
  tell(ctx, `deleted ${ctx.db.ranked.byPlace.delete([zone, range])}`);
});

/** Leaves a scan of an index after `stop` rows. */
export const walk_scores = db.reducer({ stop: t.u32() }, (ctx, { stop }) => {
  const seen: number[] = [];
  for (const row of ctx.db.ranked.score.filter(new Range<bigint>())) {
    if (seen.length === stop) {
      break;
    }
    seen.push(row.id);
  }
  tell(ctx, `scores ${listed(seen)}`);
});

/** Raises every score while it iterates over the index of scores. */
export const raise_scores = db.reducer({ by: t.i64() }, (ctx, { by }) => {
  let raised = 0;
  for (const row of ctx.db.ranked.score.filter(new Range<bigint>())) {
    ctx.db.ranked.id.update({ ...row, score: row.score + by });
    raised++;
  }
  tell(ctx, `raised ${raised}`);
});

// hashed: hash indexes

export const add_hashed = db.reducer({ id: t.u32(), team: t.string(), name: t.string() }, (ctx, row) => {
  ctx.db.hashed.insert(row);
});

export const scan_team = db.reducer({ team: t.string() }, (ctx, { team }) => {
  tell(ctx, `team ${sortedIds(ctx.db.hashed.team.filter(team))}`);
});

export const scan_pair = db.reducer({ team: t.string(), name: t.string() }, (ctx, { team, name }) => {
  tell(ctx, `pair ${sortedIds(ctx.db.hashed.byPair.filter([team, name]))}`);
});

export const delete_team = db.reducer({ team: t.string() }, (ctx, { team }) => {
  tell(ctx, `deleted ${ctx.db.hashed.team.delete(team)}`);
});

export const delete_pair = db.reducer({ team: t.string(), name: t.string() }, (ctx, { team, name }) => {
  tell(ctx, `deleted ${ctx.db.hashed.byPair.delete([team, name])}`);
});

// marks: an index over each type that is no number

export const add_mark = db.reducer({ row: marks.rowType }, (ctx, { row }) => {
  ctx.db.marks.insert(row);
});

export const scan_flag = db.reducer({ flag: t.bool() }, (ctx, { flag }) => {
  tell(ctx, `marks ${sortedIds(ctx.db.marks.flag.filter(flag))}`);
});

export const scan_tone = db.reducer({ tone: Color }, (ctx, { tone }) => {
  tell(ctx, `marks ${sortedIds(ctx.db.marks.tone.filter(tone))}`);
});

export const scan_who = db.reducer({ who: t.identity() }, (ctx, { who }) => {
  tell(ctx, `marks ${sortedIds(ctx.db.marks.who.filter(who))}`);
});

export const scan_conn = db.reducer({ conn: t.connectionId() }, (ctx, { conn }) => {
  tell(ctx, `marks ${sortedIds(ctx.db.marks.conn.filter(conn))}`);
});

export const scan_token = db.reducer({ token: t.uuid() }, (ctx, { token }) => {
  tell(ctx, `marks ${sortedIds(ctx.db.marks.token.filter(token))}`);
});
