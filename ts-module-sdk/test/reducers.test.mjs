// The example modules run on both SDKs: the same description, the same host calls, the same rows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeModuleDef } from './decode.mjs';
import { load, outcome, reduce } from './calls.mjs';

const KEYNOTE = 'examples/keynote-2/index.ts';
const CHAT = 'examples/chat/src/index.ts';
const ALL_TYPES = 'conformance/modules/all-types/typescript/index.ts';

const variants = [
  ['built-in', 'builtin', {}],
  ['built-in, interpreted codecs', 'builtin', { interpreted: true }],
  ['built-in, small chunks', 'builtin', { chunkBytes: 1 }],
];

for (const entry of [KEYNOTE, CHAT, ALL_TYPES]) {
  test(`describes ${entry} byte for byte as the published package does`, async () => {
    const published = await load(entry, 'published');
    const builtin = await load(entry, 'builtin');
    assert.deepEqual(decodeModuleDef(builtin.description), decodeModuleDef(published.description));
    assert.equal(Buffer.compare(builtin.description, published.description), 0);
  });
}

/** Compares part by part and line by line, for failures that can be read. */
function sameOutcome(actual, expected, what) {
  assert.deepEqual(actual.error, expected.error, what);
  expected.calls?.forEach((call, i) => assert.equal(actual.calls[i], call, `${what}: host call ${i}`));
  assert.equal(actual.calls?.length, expected.calls?.length, what);
  for (const [table, rows] of Object.entries(expected.contents)) {
    rows.forEach((row, i) => assert.equal(actual.contents[table][i], row, `${what}: row ${i} of ${table}`));
    assert.equal(actual.contents[table].length, rows.length, `${what}: rows of ${table}`);
  }
}

/** Runs the same calls on the published package and on each variant, and compares after each one. */
async function sameCalls(entry, steps) {
  for (const [name, sdk, options] of variants) {
    const published = await load(entry, 'published', { chunkBytes: options.chunkBytes });
    const builtin = await load(entry, sdk, options);
    for (const [reducer, args, caller] of steps) {
      const expected = outcome(published, reduce(published, reducer, args, caller));
      const actual = outcome(builtin, reduce(builtin, reducer, args, caller));
      sameOutcome(actual, expected, `${name}: ${reducer}`);
    }
  }
  const slow = await load(entry, 'builtin');
  const fast = await load(entry, 'builtin', { fastFind: true });
  for (const [reducer, args, caller] of steps) {
    const { calls: _slowCalls, ...expected } = outcome(slow, reduce(slow, reducer, args, caller));
    const { calls: _fastCalls, ...actual } = outcome(fast, reduce(fast, reducer, args, caller));
    sameOutcome(actual, expected, `fast find: ${reducer}`);
  }
  return { slow, fast };
}

test('keynote-2: seeds accounts and transfers between them', async () => {
  const { slow } = await sameCalls(KEYNOTE, [
    ['seed', { n: 3, initialBalance: 100n }],
    ['transfer', { from: 0, to: 2, amount: 30n }],
    ['transfer', { from: 0, to: 2, amount: 71n }],
    ['transfer', { from: 0, to: 0, amount: 1n }],
    ['transfer', { from: 0, to: 9, amount: 1n }],
    ['transfer', { from: 9, to: 0, amount: 1n }],
    ['transfer', { from: 0, to: 1, amount: 0n }],
    ['transfer', { from: 0, to: 1, amount: -5n }],
    ['transfer', { from: 2, to: 1, amount: 130n }],
  ]);
  assert.deepEqual(slow.rowsOf('accounts').sort((a, b) => Number(a[0] - b[0])), [[0n, 70n], [1n, 230n], [2n, 0n]]);
});

test('keynote-2: each refusal is the sender\'s error and changes nothing', async () => {
  const host = await load(KEYNOTE, 'builtin');
  reduce(host, 'seed', { n: 2, initialBalance: 10n });
  const before = host.contents();
  for (const [args, message] of [
    [{ from: 0, to: 1, amount: 11n }, 'insufficient_funds'],
    [{ from: 1, to: 1, amount: 1n }, 'same_account'],
    [{ from: 1, to: 7, amount: 1n }, 'account_missing'],
    [{ from: 0, to: 1, amount: 0n }, 'non_positive_amount'],
  ]) {
    const { error } = reduce(host, 'transfer', args);
    assert.ok(error instanceof host.hooks.__sender_error_class__);
    assert.equal(error.message, message);
    assert.deepEqual(host.contents(), before);
  }
});

test('keynote-2: a transfer needs two host calls for each find, or one where the host can', async () => {
  for (const [fastFind, expected] of [
    [false, ['point_scan', 'advance', 'point_scan', 'advance', 'update', 'update']],
    [true, ['find_point', 'find_point', 'update', 'update']],
  ]) {
    const host = await load(KEYNOTE, 'builtin', { fastFind });
    reduce(host, 'seed', { n: 2, initialBalance: 10n });
    assert.deepEqual(reduce(host, 'transfer', { from: 0, to: 1, amount: 1n }), { value: undefined });
    assert.deepEqual(host.calls.map(call => call.split(' ')[0]), expected);
  }
});

test('chat: connects, names, sends and disconnects', async () => {
  const other = { sender: 5n };
  const { slow } = await sameCalls(CHAT, [
    ['init', {}, { connection: 0n }],
    ['send_message', { text: 'too early' }],
    ['set_name', { name: 'too early' }],
    ['onConnect', {}],
    ['onConnect', {}, other],
    ['set_name', { name: '  Ada ' }],
    ['set_name', { name: '   ' }],
    ['set_name', { name: 'x'.repeat(33) }],
    ['send_message', { text: 'hello, 世界 🌍' }],
    ['send_message', { text: 'y'.repeat(400) }, other],
    ['send_message', { text: '' }],
    ['send_message', { text: 'z'.repeat(501) }],
    ['onDisconnect', {}, other],
    ['onDisconnect', {}, { sender: 6n }],
    ['onConnect', {}, other],
  ]);
  assert.equal(slow.rowsOf('user').length, 2);
  assert.deepEqual(slow.rowsOf('message').map(row => [row[0], row[3].length]), [[1n, 12], [2n, 400]]);
});

const point = (x, y) => ({ x, y });
const segment = { label: 'côté', start: point(1, -2), end: point(2 ** 31 - 1, -(2 ** 31)), width: 0.5 };
const MAX = bits => (1n << BigInt(bits)) - 1n;

/** Everything but an error result, which the published package encodes as if it were a success. */
const allTypesSteps = [
  ['put_small_integers', { id: 1, i8: -128, u8: 255, i16: -32768, u16: 65535, i32: -(2 ** 31), u32: 2 ** 32 - 1 }],
  ['put_small_integers', { id: 2, i8: 127, u8: 0, i16: 32767, u16: 0, i32: 2 ** 31 - 1, u32: 0 }],
  ['put_wide_integers', { id: 1, i64: -(1n << 63n), u64: MAX(64), i128: -(1n << 127n), u128: MAX(128), i256: -(1n << 255n), u256: MAX(256) }],
  ['put_wide_integers', { id: 2, i64: MAX(63), u64: 0n, i128: MAX(127), u128: 1n << 64n, i256: MAX(255), u256: 1n << 192n }],
  ['put_floats', { id: 1, f32: 1.5, f64: Math.PI }],
  ['put_floats', { id: 2, f32: -0, f64: Infinity }],
  ['put_text', { id: 1, flag: true, text: '', bytes: [] }],
  ['put_text', { id: 2, flag: false, text: 'naïve 🌍 ' + 'a'.repeat(300), bytes: [0, 255, 1] }],
  ['put_text', { id: 3, flag: false, text: 'z'.repeat(200_000), bytes: new Uint8Array(100_000) }],
  ['put_arrays', { row: { id: 1, bools: [true, false], numbers: [1, -1], wide: [MAX(128), 0n], strings: ['', 'é'], nested: [[], [1, 2], [65535]], products: [segment, { ...segment, width: undefined }], options: [1, undefined, 255] } }],
  ['put_options', { row: { id: 1, number: -5n, text: 'x', product: point(1, 2), list: ['a'] } }],
  ['put_options', { row: { id: 2, number: undefined, text: undefined, product: undefined, list: undefined } }],
  ['put_ok', { id: 1, value: 7 }],
  ['put_enums', { id: 1, color: { tag: 'red' }, shape: { tag: 'nothing' } }],
  ['put_enums', { id: 2, color: { tag: 'blue' }, shape: { tag: 'circle', value: 2.5 } }],
  ['put_enums', { id: 3, color: { tag: 'blue' }, shape: { tag: 'segment', value: segment } }],
  ['put_enums', { id: 4, color: { tag: 'green' }, shape: { tag: 'path', value: [point(0, 0), point(1, 1)] } }],
  ['put_enums', { id: 5, color: { tag: 'green' }, shape: { tag: 'color', value: { tag: 'red' } } }],
  ['put_product', { id: 1, segment }],
  ['put_specials', { id: 1, took: -5n, token: MAX(128), dueMicros: -1000n }],
  ['put_specials', { id: 2, took: 5n, token: 0n, dueMicros: 1_700_000_000_000_000n }, { connection: 0n }],
  ['visit', { token: 1n }],
  ['visit', { token: 2n }],
  ['visit', { token: 1n }, { sender: 9n }],
  ['put_unique', { id: 1n, email: 'a@b', number: 1, note: 'n' }],
  ['put_unique', { id: 2n, email: 'a@b', number: 2, note: 'n' }],
  ['put_unique', { id: 1n, email: 'c@d', number: 3, note: 'n' }],
  ['delete_unique_by_email', { email: 'a@b' }],
  ['delete_unique_by_email', { email: 'c@d' }],
  ['count_up', { id: 0, i16: 0, i64: 0n, u128: 0n }],
  ['count_up', { id: 9, i16: 0, i64: 5n, u128: 0n }],
  ...[[1, 1, 10, 'a', 5n], [2, 1, 20, 'b', 10n], [3, 1, 20, 'c', 10n], [4, 2, 10, 'a', 15n], [5, 2, -10, 'b', -5n]].map(
    ([id, zone, row, name, score]) => ['put_btree', { row: { id, zone, row, name, score } }]
  ),
  ['scan_scores', { from: 5n, to: 10n }],
  ['scan_scores', { from: -5n, to: 15n }],
  ['scan_places', { zone: 1, row: 20, name: 'b' }],
  ['scan_places', { zone: 2, row: -10, name: 'a' }],
  ['delete_places', { zone: 1, fromRow: 20 }],
  ['put_hash', { id: 1, group: 'g', name: 'n' }],
  ['put_hash', { id: 2, group: 'g', name: 'm' }],
  ['scan_hashes', { group: 'g', name: 'm' }],
  ['put_direct', { id: 1, slot: 3, text: 'x' }],
  ['put_direct', { id: 2, slot: 3, text: 'y' }],
  ['scan_directs', { id: 2, slot: 3 }],
  ['scan_directs', { id: 3, slot: 4 }],
  ['scan_colors', { color: { tag: 'blue' } }],
  ['put_secret', { id: 1, text: 'hush' }],
  ['emit', { topic: 'tick', number: 1 }],
  ['put_defaults', { row: { id: 1, flag: false, count: 1, wide: 2n, ratio: 3, text: '4', list: [5], maybe: 6, color: { tag: 'red' } } }],
  ['delete_small_integers', { id: 2 }],
  ['delete_small_integers', { id: 2 }],
  ['dump', {}],
  ['clear_log', {}],
  ['dump', {}],
];

test('all types: every table, index and constraint', async () => {
  const { slow } = await sameCalls(ALL_TYPES, allTypesSteps);
  const log = slow.rowsOf('log').map(row => `${row[1]}: ${row[2]}`);
  assert.ok(log.includes('small_integers: {id: 1, i8: -128, u8: 255, i16: -32768, u16: 65535, i32: -2147483648, u32: 4294967295}'), log.join('\n'));
  assert.ok(log.includes(`wide_integers: {id: 1, i64: ${-(1n << 63n)}, u64: ${MAX(64)}, i128: ${-(1n << 127n)}, u128: ${MAX(128)}, i256: ${-(1n << 255n)}, u256: ${MAX(256)}}`));
  assert.ok(log.includes('floats: {id: 2, f32: -0, f64: Infinity}'));
  assert.ok(log.includes('options: {id: 2, number: none, text: none, product: none, list: none}'));
  assert.ok(log.includes('results: {id: 1, outcome: {ok: 7}, text: {ok: "7"}}'));
});

test('all types: an error result keeps its text', async () => {
  const host = await load(ALL_TYPES, 'builtin');
  assert.deepEqual(reduce(host, 'put_err', { id: 1, error: 'went wrong' }), { value: undefined });
  assert.deepEqual(host.rowsOf('results'), [[1n, [1, 'went wrong'], [0, '']]]);
  reduce(host, 'dump');
  assert.ok(host.rowsOf('log').some(row => row[2] === '{id: 1, outcome: {err: "went wrong"}, text: {ok: ""}}'));
});

test('all types: reducers leave no scan open', async () => {
  const host = await load(ALL_TYPES, 'builtin', { chunkBytes: 1 });
  for (const [reducer, args, caller] of allTypesSteps) {
    reduce(host, reducer, args, caller);
    assert.equal(host.iterators.size, 0, reducer);
  }
});
