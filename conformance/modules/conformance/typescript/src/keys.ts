// Primary keys, unique columns, generated columns.
import { errors, SenderError, t } from 'spacetimedb/server';
import { Color, counters, type Ctx, db, keys, listed, slots, sortedIds, tell } from './tables.ts';

// people: a generated primary key, a unique column, an index

export const add_person = db.reducer({ email: t.string(), age: t.u8() }, (ctx, { email, age }) => {
  tell(ctx, `person ${ctx.db.person.insert({ id: 0n, email, age }).id}`);
});

export const add_person_with = db.reducer({ id: t.u64(), email: t.string(), age: t.u8() }, (ctx, row) => {
  tell(ctx, `person ${ctx.db.person.insert(row).id}`);
});

/** A violation is noticed, and the call goes on. */
export const try_add_person = db.reducer({ id: t.u64(), email: t.string(), age: t.u8() }, (ctx, row) => {
  try {
    tell(ctx, `person ${ctx.db.person.insert(row).id}`);
  } catch (error) {
    if (!(error instanceof errors.UniqueAlreadyExists)) {
      throw error;
    }
    tell(ctx, 'refused');
  }
});

export const add_two_people = db.reducer({ first: t.string(), second: t.string() }, (ctx, { first, second }) => {
  ctx.db.person.insert({ id: 0n, email: first, age: 1 });
  ctx.db.person.insert({ id: 0n, email: second, age: 2 });
});

export const set_person = db.reducer({ id: t.u64(), email: t.string(), age: t.u8() }, (ctx, row) => {
  tell(ctx, `updated ${ctx.db.person.id.update(row).id}`);
});

export const set_age = db.reducer({ id: t.u64(), age: t.u8() }, (ctx, { id, age }) => {
  ctx.db.person.id.update({ ...known(ctx, id), age });
});

function known(ctx: Ctx, id: bigint) {
  const row = ctx.db.person.id.find(id);
  if (row === null) {
    throw new SenderError(`no person ${id}`);
  }
  return row;
}

export const swap_emails = db.reducer({ first: t.u64(), second: t.u64() }, (ctx, { first, second }) => {
  const one = known(ctx, first);
  const other = known(ctx, second);
  ctx.db.person.id.delete(first);
  ctx.db.person.id.delete(second);
  ctx.db.person.insert({ ...one, email: other.email });
  ctx.db.person.insert({ ...other, email: one.email });
});

function shownPerson(row: { id: bigint; email: string; age: number } | null): string {
  return row === null ? 'none' : listed([row.id, row.email, row.age]);
}

export const find_person = db.reducer({ id: t.u64() }, (ctx, { id }) => {
  tell(ctx, `found ${shownPerson(ctx.db.person.id.find(id))}`);
});

export const find_email = db.reducer({ email: t.string() }, (ctx, { email }) => {
  tell(ctx, `found ${shownPerson(ctx.db.person.email.find(email))}`);
});

export const filter_age = db.reducer({ age: t.u8() }, (ctx, { age }) => {
  const found = [...ctx.db.person.age.filter(age)].map(row => row.id).sort((a, b) => (a < b ? -1 : 1));
  tell(ctx, `ages ${listed(found)}`);
});

export const delete_person = db.reducer({ id: t.u64() }, (ctx, { id }) => {
  tell(ctx, `deleted ${ctx.db.person.id.delete(id)}`);
});

export const delete_email = db.reducer({ email: t.string() }, (ctx, { email }) => {
  tell(ctx, `deleted ${ctx.db.person.email.delete(email)}`);
});

export const delete_age = db.reducer({ age: t.u8() }, (ctx, { age }) => {
  tell(ctx, `deleted ${ctx.db.person.age.delete(age)}`);
});

export const delete_person_row = db.reducer({ id: t.u64(), email: t.string(), age: t.u8() }, (ctx, row) => {
  tell(ctx, `deleted ${ctx.db.person.delete(row)}`);
});

export const delete_and_reinsert = db.reducer({ id: t.u64() }, (ctx, { id }) => {
  const row = known(ctx, id);
  ctx.db.person.id.delete(id);
  ctx.db.person.insert(row);
});

export const insert_and_delete = db.reducer({ email: t.string() }, (ctx, { email }) => {
  const { id } = ctx.db.person.insert({ id: 0n, email, age: 1 });
  ctx.db.person.id.delete(id);
});

/** Updates a row with what it is already. */
export const touch_person = db.reducer({ id: t.u64() }, (ctx, { id }) => {
  ctx.db.person.id.update(known(ctx, id));
});

/** Reads its own writes. */
export const insert_and_count = db.reducer({ email: t.string() }, (ctx, { email }) => {
  const before = ctx.db.person.count();
  ctx.db.person.insert({ id: 0n, email, age: 1 });
  tell(ctx, `count ${before} ${ctx.db.person.count()} ${ctx.db.person.email.find(email) !== null}`);
});

export const clear_people = db.reducer(ctx => {
  tell(ctx, `cleared ${ctx.db.person.clear()}`);
});

// keys: a unique column of every type

export const add_key = db.reducer({ row: keys.rowType }, (ctx, { row }) => {
  ctx.db.keys.insert(row);
});

/** The letters of the columns whose value is in the table. */
export const find_keys = db.reducer({ row: keys.rowType }, (ctx, { row }) => {
  const hits = Object.entries(row)
    .filter(([column]) => column !== 'id')
    .filter(([column, value]) => (ctx.db.keys as any)[column].find(value) !== null)
    .map(([column]) => column);
  tell(ctx, `keys ${hits.join('') || '-'}`);
});

/** Deletes by each column in turn until one hits. */
export const delete_key = db.reducer({ row: keys.rowType }, (ctx, { row }) => {
  for (const [column, value] of Object.entries(row)) {
    if (column !== 'id' && (ctx.db.keys as any)[column].delete(value)) {
      tell(ctx, `deleted by ${column}`);
      return;
    }
  }
  tell(ctx, 'deleted by -');
});

export const set_key = db.reducer({ row: keys.rowType }, (ctx, { row }) => {
  ctx.db.keys.id.update(row);
});

// slots: direct indexes

export const add_slot = db.reducer({ row: slots.rowType }, (ctx, { row }) => {
  ctx.db.slots.insert(row);
});

export const set_slot = db.reducer({ row: slots.rowType }, (ctx, { row }) => {
  ctx.db.slots.id.update(row);
});

/** The ids that each unique column of `row` leads to, then those with its tone. */
export const find_slot = db.reducer({ row: slots.rowType }, (ctx, { row }) => {
  const found = [
    ctx.db.slots.id.find(row.id),
    ctx.db.slots.a.find(row.a),
    ctx.db.slots.b.find(row.b),
    ctx.db.slots.c.find(row.c),
  ];
  const sameTone = sortedIds(ctx.db.slots.tone.filter(row.tone));
  tell(ctx, `slots ${listed(found.map(slot => slot?.id ?? 'none'))}|${sameTone}`);
});

export const delete_slot = db.reducer({ tone: Color }, (ctx, { tone }) => {
  tell(ctx, `deleted ${ctx.db.slots.tone.delete(tone)}`);
});

// Generated columns

/** Columns that are 0 are filled in. */
export const count_up = db.reducer({ row: counters.rowType }, (ctx, { row }) => {
  const made = ctx.db.counters.insert(row);
  const { a, b, c, d, e, f, g, h, i, j, k, l } = made;
  tell(ctx, `counters ${listed([a, b, c, d, e, f, g, h, i, j, k, l])}`);
});

/** Inserts `times` rows from id `first` on; tells of the last one. */
export const count_far = db.reducer({ first: t.u32(), times: t.u32() }, (ctx, { first, times }) => {
  let last: number[] = [];
  for (let n = 0; n < times; n++) {
    const zeros = { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0n, h: 0n, i: 0n, j: 0n, k: 0n, l: 0n };
    const made = ctx.db.counters.insert({ id: first + n, ...zeros });
    last = [made.a, made.b, made.c];
  }
  tell(ctx, `counters ${listed(last)}`);
});

export const add_ticket = db.reducer({ id: t.u8(), text: t.string() }, (ctx, row) => {
  tell(ctx, `ticket ${ctx.db.ticket.insert(row).id}`);
});

export const add_tickets = db.reducer({ times: t.u32() }, (ctx, { times }) => {
  for (let n = 0; n < times; n++) {
    ctx.db.ticket.insert({ id: 0, text: `t${n}` });
  }
});

export const clear_tickets = db.reducer(ctx => {
  tell(ctx, `cleared ${ctx.db.ticket.clear()}`);
});
