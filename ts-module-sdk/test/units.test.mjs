// Behaviour of the built-in SDK that needs no comparison: values, errors, randomness, the console.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, reduce } from './calls.mjs';

const HEAD = `import { Range, Router, schema, table, t, SenderError, errors, Uuid, Timestamp, TimeDuration, Identity, ConnectionId, Headers } from 'stele/server';\n`;

/** A module of one reducer `run` whose body is `body`; what it returns through `give` is returned. */
async function run(body, { tables = 'a: table({}, { x: t.u8() })', caller = {}, ...options } = {}) {
  const given = [];
  globalThis.__give = value => given.push(value);
  const source = `${HEAD}const s = schema({ ${tables} }); export default s;
    const give = (globalThis as any).__give;
    export const run = s.reducer((ctx: any) => { ${body} });`;
  const host = await load({ source }, 'builtin', options);
  const result = reduce(host, 'run', {}, caller);
  return { ...result, given, host };
}

test('identities, connection ids and UUIDs are read and shown as hexadecimal text', async () => {
  const { given, error } = await run(`
    give(new Identity('0x' + 'ab'.repeat(32)).toHexString());
    give(Identity.fromString('ff').isEqual(new Identity(255n)));
    give([...new Identity(1n).toUint8Array()].slice(0, 2).join());
    give(ConnectionId.fromString('1f').toHexString());
    give(ConnectionId.fromStringOrNull('0'));
    give(Uuid.parse('01888d6e-5c00-7000-8000-000000000000').toString());
    give(Uuid.MAX.getVersion() + Uuid.NIL.getVersion());
    for (const bad of [() => new Identity('xyz'), () => new Identity('1'.repeat(65)), () => Uuid.parse('01888d6e'), () => new Uuid(-1n), () => new ConnectionId(true as any)]) {
      try { give(bad()); } catch (e) { give((e as Error).constructor.name); }
    }`);
  assert.equal(error, undefined);
  assert.deepEqual(given, [
    'ab'.repeat(32), true, '1,0', '0000000000000000000000000000001f', null, '01888d6e-5c00-7000-8000-000000000000',
    'MaxNil', 'Error', 'Error', 'Error', 'Error', 'TypeError',
  ]);
});

test('UUIDs of version 7 follow the layout and count up', async () => {
  const { given } = await run(`
    const counter = { value: 1 };
    const made = Uuid.fromCounterV7(counter, new Timestamp(${0x01888d6e5c00n * 1000n}n), new Uint8Array(4));
    give(made.toString()); give(counter.value); give(made.getCounter()); give(made.getVersion());
    const wrap = { value: 0x7fffffff };
    give(Uuid.fromCounterV7(wrap, new Timestamp(0n), new Uint8Array([255, 1, 2, 3])).getCounter()); give(wrap.value);
    give(Uuid.fromRandomBytesV4(new Uint8Array(16)).toString());
    const ids = [ctx.newUuidV7(), ctx.newUuidV7(), ctx.newUuidV7()];
    give(ids[0].compareTo(ids[1]) < 0 && ids[1].compareTo(ids[2]) < 0);`);
  assert.deepEqual(given, [
    '01888d6e-5c00-7000-8000-000200000000', 2, 1, 'V7', 0x7fffffff, 0,
    '00000000-0000-4000-8000-000000000000', true,
  ]);
});

test('timestamps keep microseconds, also before the epoch', async () => {
  const { given } = await run(`
    give(new Timestamp(1_739_788_245_123_456n).toISOString());
    give(new Timestamp(-1n).toISOString());
    give(new Timestamp(0n).toDate().getTime());
    give(new TimeDuration(-1_500_001n).toString()); give(new TimeDuration(2_000_000n).toString());
    give(new Timestamp(10n).since(new Timestamp(4n)).micros);
    try { new Timestamp((1n << 63n) - 1n).toISOString(); } catch (e) { give((e as Error).constructor.name); }`);
  assert.deepEqual(given, [
    '2025-02-17T10:30:45.123456Z', '1969-12-31T23:59:59.999999Z', 0, '-1.500001', '+2.000000', 6n, 'RangeError',
  ]);
});

test('random numbers repeat for the same timestamp and stay in their range', async () => {
  const body = `
    const many = Array.from({ length: 1000 }, () => ctx.random.integerInRange(-3, 3));
    give([Math.min(...many), Math.max(...many), new Set(many).size].join());
    const floats = Array.from({ length: 1000 }, () => ctx.random());
    give(floats.every(x => x >= 0 && x < 1)); give(new Set(floats).size > 990);
    give(ctx.random.bigintInRange(5n, 5n));
    give([...ctx.random.fill(new Uint8Array(64))].join()); give(String(ctx.random.fill(new BigUint64Array(2))));
    give(ctx.random.uint32());
    for (const bad of [() => ctx.random.integerInRange(2, 1), () => ctx.random.integerInRange(0.5, 1)]) {
      try { give(bad()); } catch (e) { give((e as Error).constructor.name); }
    }`;
  const first = await run(body);
  const second = await run(body);
  assert.equal(first.error, undefined);
  assert.deepEqual(first.given.slice(0, 4), ['-3,3,7', true, true, 5n]);
  assert.deepEqual(first.given.slice(-2), ['RangeError', 'RangeError']);
  assert.deepEqual(second.given, first.given);
});

test('wrong values are refused with a message that says what was expected', async () => {
  const tables = `a: table({ indexes: [{ accessor: 'ab', algorithm: 'btree', columns: ['n', 's'] }] },
    { id: t.u32().primaryKey(), s: t.string(), n: t.u8().index('hash'), e: t.enum('E', ['one']), w: t.u64() })`;
  const row = `{ id: 1, s: 's', n: 2, e: { tag: 'one' }, w: 3n }`;
  for (const [body, kind, message] of [
    [`ctx.db.a.insert({ ...${row}, s: undefined })`, 'TypeError', 'expected a string, got undefined'],
    [`ctx.db.a.insert({ ...${row}, s: 5 })`, 'TypeError', 'expected a string, got number'],
    [`ctx.db.a.insert({ ...${row}, e: { tag: 'two' } })`, 'TypeError', 'variant two, expected one of one'],
    [`ctx.db.a.insert({ ...${row}, w: 3 })`, 'TypeError', /BigInt/],
    [`ctx.db.a.n.filter(new Range())`, 'TypeError', /range for a hash index/],
    [`ctx.db.a.ab.filter([])`, 'TypeError', '0 values for an index, expected 1 to 2'],
    [`ctx.db.a.ab.filter([1, 's', 3])`, 'TypeError', '3 values for an index, expected 1 to 2'],
    [`ctx.db.a.insert(${row}); ctx.db.a.insert({ ...${row}, w: 9n })`, 'UniqueAlreadyExists', /unique/],
    [`ctx.db.a.id.update(${row})`, 'NoSuchRow', /row/],
  ]) {
    for (const interpreted of [false, true]) {
      const { error, host } = await run(body, { tables, interpreted });
      assert.equal(error?.name, kind, body);
      assert.match(error.message, message instanceof RegExp ? message : new RegExp(`^${message}$`), body);
      assert.deepEqual(host.rowsOf('a'), [], body);
      assert.ok(!(error instanceof host.hooks.__sender_error_class__), body);
    }
  }
});

test('host errors can be caught by their class', async () => {
  const { given, error } = await run(`
    ctx.db.a.insert({ id: 1 });
    try { ctx.db.b.insert({ id: 1, v: 2 }); ctx.db.b.insert({ id: 1, v: 3 }); }
    catch (e) { give(e instanceof errors.UniqueAlreadyExists); }`,
    { tables: 'a: table({}, { id: t.u8() }), b: table({}, { id: t.u8().primaryKey(), v: t.u8() })' });
  assert.equal(error, undefined);
  assert.deepEqual(given, [true]);
});

test('rows larger than any buffer are read and written', async () => {
  for (const fastFind of [false, true]) {
    const { given, error, host } = await run(`
      const big = 'x'.repeat(300_000);
      ctx.db.a.insert({ id: 1, s: big }); ctx.db.a.insert({ id: 2, s: big + 'y' });
      give(ctx.db.a.id.find(2).s.length); give([...ctx.db.a.iter()].map(r => r.s.length).join());`,
      { tables: 'a: table({}, { id: t.u32().primaryKey(), s: t.string() })', fastFind });
    assert.equal(error, undefined);
    assert.deepEqual(given, [300_001, '300000,300001']);
    assert.equal(host.iterators.size, 0);
  }
});

test('a row too large for the point buffer is fetched again with a larger one', async () => {
  for (const fastFind of [false, true]) {
    const source = `${HEAD}const s = schema({ a: table({}, { id: t.u32().primaryKey(), s: t.string() }) }); export default s;
      export const find = s.reducer(ctx => { (globalThis as any).__give(ctx.db.a.id.find(1)?.s.length); });`;
    const host = await load({ source }, 'builtin', { fastFind });
    const row = Buffer.concat([Buffer.from([1, 0, 0, 0, 0xe0, 0x93, 4, 0]), Buffer.alloc(300_000, 97)]);
    host.tables[0].rows.set(row.toString('hex'), new Uint8Array(row));
    const given = [];
    globalThis.__give = value => given.push(value);
    assert.equal(reduce(host, 'find').error, undefined);
    assert.deepEqual(given, [300_000]);
  }
});

test('scans overlap with writes and with each other, and close when they are left early', async () => {
  for (const chunkBytes of [1, 32768]) {
    const { given, error, host } = await run(`
      for (let i = 0; i < 6; i++) ctx.db.a.insert({ id: i, s: 's' + i });
      let pairs = 0;
      for (const x of ctx.db.a.iter()) for (const y of ctx.db.a) if (x.id < y.id) { pairs++; ctx.db.b.insert({ x: x.id, y: y.s }); }
      give(pairs);
      for (const x of ctx.db.a.iter()) { if (x.id === 1) break; }
      const [first] = ctx.db.a.iter(); give(first.id);
      const { insert, count } = ctx.db.a; insert({ id: 9, s: '' }); give(count());
      give([...ctx.db.a.iter()].filter(r => r.id > 4).length);`,
      { tables: 'a: table({}, { id: t.u8().primaryKey(), s: t.string() }), b: table({}, { x: t.u8(), y: t.string() })', chunkBytes });
    assert.equal(error, undefined);
    assert.deepEqual(given, [15, 0, 7n, 2]);
    assert.equal(host.rowsOf('b').length, 15);
    assert.equal(host.iterators.size, 0);
  }
});

test('console writes to the log with its level', async () => {
  const { host } = await run(`
    console.log('a', 1, { b: 2n, c: [1, 'x'], d: new Map([[1, 2]]) }, new Timestamp(0n));
    console.info('%s is %d and %o%%', 'x', 5, { z: 1 }, 'rest'); console.warn('w'); console.error('e');
    console.debug('d'); console.trace('t'); console.assert(1 > 2, 'really'); console.assert(true, 'not shown');
    const loop: any = {}; loop.self = loop; console.log(loop); console.group('in'); console.log(new Uint8Array([1, 2])); console.groupEnd();
    console.timeEnd('none'); console.log(ctx.sender, null, undefined, [undefined], () => 1);`);
  assert.deepEqual(host.logs, [
    [2, 'a 1 { b: 2n, c: [ 1, "x" ], d: Map(1) { 1 => 2 } } 1970-01-01T00:00:00.000000Z'],
    [2, 'x is 5 and { z: 1 }% rest'], [1, 'w'], [0, 'e'], [3, 'd'], [4, 't'], [0, 'assertion failed really'],
    [2, '{ self: [Circular] }'], [2, 'in'], [2, '  Uint8Array(2) [ 1, 2 ]'], [1, 'timer "none" is not running'],
    [2, '000000000000000000000000000000000000000000000000123456789abcdef0 null undefined [ undefined ] [Function (anonymous)]'],
  ]);
});

test('only the database itself is internal', async () => {
  for (const [caller, expected] of [[{}, false], [{ connection: 0n }, false], [{ connection: 0n, sender: 0xdbn }, true]]) {
    const { given } = await run('give(ctx.senderAuth.isInternal);', { caller });
    assert.deepEqual(given, [expected]);
  }
});

test('modules that cannot work are refused when they load', async () => {
  for (const [source, message] of [
    ['const s = schema({ a: table({}, { x: t.u8() }) }); export default s; export const five = 5;', /export "five" is not a reducer/],
    ['const s = schema({}); const o = schema({}); export default s; export const r = o.reducer(() => {});', /belongs to another schema/],
    ['const a = table({}, { x: t.u8() }); const s = schema({ a }); export default s; export const r = s.reducer({ onSchedule: a as any }, () => {});', /expected a column of type t.scheduleAt/],
    ['const s = schema({ a: table({ scheduled: () => lost }, { id: t.u64().primaryKey(), at: t.scheduleAt() }) }); const lost: any = s.reducer(() => {}); export default s;', /does not export/],
    ['const s = schema({ a: 5 as any }); export default s;', /neither a table nor a module/],
    ["const s = schema({ a: table({ indexes: [{ accessor: 'i', algorithm: 'btree', columns: ['y' as any] }] }, { x: t.u8() }) }); export default s;", /column "y"/],
    ['const s = schema({ a: table({}, { x: t.array(t.row({ y: t.u8() })) }) }); export default s;', /type without a name/],
    ["const s = schema({}); export default s; const h = s.httpHandler(() => null as any); export const r = s.httpRouter(new Router().get('/A', h));", /route "\/A"/],
    ["const s = schema({}); export default s; export const h = s.httpHandler(() => null as any); export const r = s.httpRouter(new Router().get('/a', h).any('/a', h));", /overlaps/],
    ["new Headers([['a b', 'c']]);", /header name "a b"/],
  ]) {
    await assert.rejects(async () => await load({ source: HEAD + source }, 'builtin'), error => message.test(error.message), source);
  }
});
