// Views, procedures, HTTP handlers, schedules and submodules: the same bytes and host calls from both SDKs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTION, encodeParams, load, outcome, reduce, SENDER, TIMESTAMP } from './calls.mjs';
import { decodeModuleDef } from './decode.mjs';

const FEATURES = 'ts-module-sdk/test/modules/features.ts';
const none = new Uint8Array(0);
const utf8 = text => new TextEncoder().encode(text);

/** Runs `act` on both SDKs and compares what it returns, the calls it made and what the module printed. */
async function same(act) {
  const seen = {};
  for (const sdk of ['published', 'builtin']) {
    const printed = [];
    globalThis.__print = (...values) => printed.push(values);
    const host = await load(FEATURES, sdk);
    seen[sdk] = { result: await act(host), printed, contents: host.contents() };
  }
  assert.deepEqual(seen.builtin, seen.published);
  return seen.builtin;
}

const recorded = (host, run) => outcome(host, host.call(run));

/** Without the look-ups of names, which each SDK does when it likes. */
const withoutLookups = ({ calls, ...rest }) => ({ ...rest, calls: calls.filter(call => !call.includes('_from_name')) });

test('describes every kind of function byte for byte as the published package does', async () => {
  const published = await load(FEATURES, 'published');
  const builtin = await load(FEATURES, 'builtin');
  assert.deepEqual(decodeModuleDef(builtin.description), decodeModuleDef(published.description));
  assert.equal(Buffer.compare(builtin.description, published.description), 0);
});

test('reducers: recursion, submodules, schedules, tokens', async () => {
  const { printed } = await same(host => {
    host.token = utf8('{"sub":"S","iss":"I","aud":"one","extra":[1]}');
    return [
      reduce(host, 'start'),
      reduce(host, 'runJob', { row: { id: 1n, at: { tag: 'Interval', value: 5n }, text: 'now' } }),
      reduce(host, 'use_all', { a: 0 }),
      reduce(host, 'use_all', { a: 1 }),
      reduce(host, 'use_all', { a: 40 }),
      reduce(host, 'use_library', { name: 'n' }),
      reduce(host, 'auth'),
      reduce(host, 'auth', {}, { connection: 0n }),
    ].map(result => result.error && [result.error.name, result.error.message]);
  });
  assert.deepEqual(printed[0], ['job', 'now']);
});

test('functions of submodules follow those of the module', async () => {
  const { contents } = await same(host => {
    const id = host.def.reducers.length;
    const args = new DataView(utf8('\u0003\0\0\0abc').buffer);
    const call = host.call(hooks => hooks.__call_reducer__(id, SENDER, CONNECTION, TIMESTAMP, args));
    const view = host.call(hooks => hooks.__call_view_anon__(host.def.views.filter(v => v.anonymous).length, none));
    return [call.error?.message, Buffer.from(view.value.data).toString('hex')];
  });
  assert.equal(contents['lib.item'].length, 1);
});

test('views answer with rows or with a query', async () => {
  const { result, printed } = await same(host => {
    reduce(host, 'add_user', { name: 'Ada', token: 0x01888d6e5c0070008000000000000001n });
    const view = id => {
      const { value, error } = host.call(hooks => hooks.__call_view__(id, SENDER, none));
      if (error) throw error;
      return Buffer.from(value.data).toString('latin1');
    };
    const anonymous = host.call(hooks => hooks.__call_view_anon__(0, none));
    const named = host.def.views.filter(v => !v.anonymous).map(v => [v.name, view(v.index)]);
    return [...named, Buffer.from(anonymous.value.data).toString('latin1')];
  });
  assert.equal(result.at(-1).slice(5), 'SELECT * FROM "users" WHERE "users"."age" < 18');
  assert.ok(printed.length >= 13);
});

test('procedures run transactions and send HTTP requests', async () => {
  const { result, printed } = await same(host => {
    const head = Buffer.from('010000000200000041610200000062620 2c800'.replace(' ', ''), 'hex');
    host.httpAnswer = [new Uint8Array(head), utf8('answer')];
    const id = host.def.procedures.findIndex(p => p.name === 'compute');
    const args = encodeParams(host, host.def.procedures[id].params, { z: 9 });
    const { value, error } = host.call(hooks => hooks.__call_procedure__(id, SENDER, CONNECTION, TIMESTAMP, args));
    if (error) throw error;
    return [Buffer.from(value).toString('latin1'), withoutLookups({ calls: host.calls })];
  });
  assert.equal(result[0], '\u0003\0\0\x009 1');
  assert.deepEqual(printed[0], [true, 'inside']);
  assert.deepEqual(printed[1].slice(0, 4), [200, true, 'OK', 'answer']);
});

test('a transaction whose commit fails runs once more', async () => {
  await same(host => {
    host.failCommits = 1;
    host.httpAnswer = [new Uint8Array(Buffer.from('0000000002c800', 'hex')), none];
    const id = host.def.procedures.findIndex(p => p.name === 'compute');
    const { value, error } = host.call(hooks => hooks.__call_procedure__(id, SENDER, 0n, TIMESTAMP, new Uint8Array([1])));
    return [error?.message, value && Buffer.from(value).toString('latin1'), withoutLookups({ calls: host.calls })];
  });
});

test('HTTP handlers answer requests', async () => {
  const { result } = await same(host => {
    const request = Buffer.from('02' + '01000000' + '02000000' + '4161' + '02000000' + '6262' + '01' + '04000000' + '2f612f62' + '02', 'hex');
    return host.def.httpHandlers.map((_name, id) => {
      const { value, error } = host.call(hooks => hooks.__call_http_handler__(id, TIMESTAMP, new Uint8Array(request), utf8('body')));
      if (error) throw error;
      return value.map(part => Buffer.from(part).toString('hex'));
    });
  });
  assert.deepEqual(result[0], ['000000000 2c800'.replace(' ', ''), '0102']);
});

test('host errors are classes that modules can catch', async () => {
  for (const sdk of ['published', 'builtin']) {
    const { hooks } = await load(FEATURES, sdk);
    for (const [code, name] of [[1, 'HostCallFailure'], [2, 'NotInTransaction'], [12, 'UniqueAlreadyExists'], [21, 'HttpError']]) {
      const error = new (hooks.__get_error_constructor__(code))('what');
      assert.ok(error instanceof Error);
      assert.deepEqual([error.name, error.message], [name, 'what'], sdk);
    }
    assert.equal(new (hooks.__get_error_constructor__(999))('odd').message, 'odd', sdk);
  }
});
