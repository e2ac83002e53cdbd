// The published client against a running server with the module `crate-spacetimedb`.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { ConnectionId, Identity, InternalError, SenderError, TimeDuration, Timestamp, Uuid } from 'spacetimedb';
import { DbConnection } from './crate';
import { connectWith, disconnectAll, subscribe, until, V2, V3, type Session } from './session';

afterEach(disconnectAll);

const numberOf = (id: number) => ({
  id,
  a: -128,
  b: 255,
  c: -32768,
  d: 65535,
  e: -2147483648,
  f: 4294967295,
  g: -(2n ** 63n),
  h: 2n ** 64n - 1n,
  i: -(2n ** 127n),
  j: 2n ** 128n - 1n,
  k: -(2n ** 255n),
  l: 2n ** 256n - 1n,
  single: 0.5,
  precise: -2.25,
  flag: true,
});
const place = { street: 'Hauptstraße', number: 7 };
const thingOf = (id: number, who: Identity) => ({
  id,
  text: 'héllo',
  raw: new Uint8Array([0, 127, 255]),
  words: ['one', ''],
  maybe: -1n as bigint | undefined,
  // The client's types say that this is the bare value; what it reads and writes is not.
  outcome: { err: 'no' } as any,
  contact: { tag: 'Visit' as const, value: place } as any,
  place,
  season: { tag: 'Autumn' as const, value: {} } as any,
  who,
  connection: new ConnectionId(5n),
  at: new Timestamp(1_700_000_000_000_000n),
  span: new TimeDuration(-1n),
  due: { tag: 'Interval' as const, value: new TimeDuration(3_000_000n) } as any,
  token: new Uuid(6n),
});

const person = (email: string, age: number, team: string) => ({ email, age, team, city: 'Wien', street: 'Ring' });
const ages = (session: Session<DbConnection>) =>
  [...session.connection.db.person.iter()].map(row => `${row.email} ${row.age}`).sort();
for (const protocol of [V3, V2] as const) {
  const name = protocol.slice(0, 2);
  const connect = (token?: string) => connectWith(DbConnection.builder, { protocol, token });
  /** Tells the runs apart, which share the database. */
  const run = protocol === V3 ? 30 : 20;

  test(`${name}: every type arrives`, async () => {
    const session = await connect();
    const id = run + 1;
    await session.connection.reducers.fill({ id });
    await subscribe(session, `SELECT * FROM number WHERE id = ${id}`, `SELECT * FROM thing WHERE id = ${id}`);
    assert.deepEqual([...session.connection.db.number.iter()], [numberOf(id)]);
    assert.deepEqual([...session.connection.db.thing.iter()], [thingOf(id, session.identity)]);
  });

  test(`${name}: every type is an argument`, async () => {
    const session = await connect();
    const id = run + 2;
    await subscribe(session, `SELECT * FROM number WHERE id = ${id}`, `SELECT * FROM thing WHERE id = ${id}`);
    const number = { ...numberOf(id), k: -5n, single: -Infinity };
    const thing = {
      ...thingOf(id, session.identity),
      maybe: undefined,
      outcome: { ok: 3 } as any,
      contact: { tag: 'Calls' as const, value: [1, 2] },
      due: { tag: 'Time' as const, value: new Timestamp(0n) },
    };
    await session.connection.reducers.put({ number, thing });
    assert.deepEqual([...session.connection.db.number.iter()], [number]);
    assert.deepEqual([...session.connection.db.thing.iter()], [thing]);
  });

  test(`${name}: changes of another client arrive`, async () => {
    const reader = await connect();
    const writer = await connect();
    const team = `changes ${name}`;
    const email = `${name}-c@x`;
    await subscribe(reader, `SELECT * FROM person WHERE team = '${team}'`);
    const events: string[] = [];
    const { person: people } = reader.connection.db;
    people.onInsert((_, row) => events.push(`+ ${row.email} ${row.age}`));
    people.onUpdate((_, from, to) => events.push(`${from.age} > ${to.age}`));
    people.onDelete((_, row) => events.push(`- ${row.email}`));
    await writer.connection.reducers.addPerson(person(email, 30, team));
    await until('the person is there', () => events.length === 1);
    const [{ id }] = [...people.iter()];
    await writer.connection.reducers.setAge({ id, age: 31 });
    await writer.connection.reducers.removePerson({ email });
    await until('all changes are there', () => events.length === 3);
    assert.deepEqual(events, [`+ ${email} 30`, '30 > 31', `- ${email}`]);
  });

  test(`${name}: a unique column refuses, and nothing stays`, async () => {
    const session = await connect();
    const team = `unique ${name}`;
    const email = `${name}-u@x`;
    await subscribe(session, `SELECT * FROM person WHERE team = '${team}'`);
    await session.connection.reducers.addPerson(person(email, 1, team));
    await assert.rejects(
      session.connection.reducers.addPerson(person(email, 2, team)),
      error => error instanceof SenderError && error.message === 'taken'
    );
    assert.deepEqual(ages(session), [`${email} 1`]);
  });

  test(`${name}: errors and panics`, async () => {
    const session = await connect();
    await subscribe(session, `SELECT * FROM visit WHERE what = 'never'`);
    const text = 'not today: é, 🙂 and "quotes"';
    await assert.rejects(
      session.connection.reducers.fail({ text }),
      error => error instanceof SenderError && error.message === text
    );
    await assert.rejects(
      session.connection.reducers.crash({ text: 'secret' }),
      error => error instanceof InternalError && !/secret/.test(error.message)
    );
    assert.equal(session.connection.db.visit.count(), 0n);
    await session.connection.reducers.emit({ number: 0, text: 'still here' });
  });

  test(`${name}: rows of event tables arrive and are not kept`, async () => {
    const reader = await connect();
    const writer = await connect();
    await subscribe(reader, `SELECT * FROM ping WHERE number = ${run}`);
    const arrived: string[] = [];
    reader.connection.db.ping.onInsert((_, row) => arrived.push(row.text));
    await writer.connection.reducers.emit({ number: run + 1, text: 'other' });
    await writer.connection.reducers.emit({ number: run, text: 'mine' });
    await until('the event is there', () => arrived.length === 1);
    assert.deepEqual(arrived, ['mine']);
    assert.equal(reader.connection.db.ping.count(), 0n);
  });

  test(`${name}: indexes answer`, async () => {
    const session = await connect();
    const team = `index ${name}`;
    for (const [index, age] of [241, 242, 245].entries()) {
      await session.connection.reducers.addPerson(person(`${name}-i${index}@x`, age, team));
    }
    await subscribe(session, 'SELECT * FROM person WHERE age > 240', 'SELECT * FROM note');
    const ids = [...session.connection.db.person.iter()].map(row => row.id).sort((a, b) => Number(a - b));
    await session.connection.reducers.lookUp({ low: 241, high: 242, team, city: 'Wien' });
    const begin = `[${ids[0]}, ${ids[1]}] [${ids.join(', ')}] `;
    const notes = [...session.connection.db.note.iter()].map(note => note.text);
    assert.ok(notes.some(text => text.startsWith(begin)), `${begin}: ${notes}`);
    await session.connection.reducers.removeAges({ low: 240 });
    assert.equal(session.connection.db.person.count(), 0n);
  });

  test(`${name}: a private table is not subscribed to`, async () => {
    const session = await connect();
    await session.connection.reducers.keep({ word: 'hidden' });
    await assert.rejects(subscribe(session, 'SELECT * FROM secret'), /secret/);
  });

  test(`${name}: the token brings back the identity, which comes and goes`, async () => {
    const first = await connect();
    const stranger = await connect();
    // Visits are seen by the visitor alone, and the watcher is one.
    const watcher = await connect(first.token);
    await subscribe(watcher, 'SELECT * FROM visit');
    await subscribe(stranger, `SELECT * FROM visit WHERE who = 0x${first.identity.toHexString()}`);
    const visits = () =>
      [...watcher.connection.db.visit.iter()]
        .sort((a, b) => a.id - b.id)
        .map(visit => `${visit.what} ${visit.hasConnection}`);
    assert.deepEqual(visits(), ['connected true', 'connected true']);
    first.connection.disconnect();
    await until('it has gone', () => visits().length === 3);
    const again = await connect(first.token);
    assert.ok(again.identity.isEqual(first.identity));
    await until('it has come back', () => visits().length === 4);
    assert.deepEqual(visits().slice(2), ['disconnected true', 'connected true']);
    assert.equal(stranger.connection.db.visit.count(), 0n);
  });

  test(`${name}: a procedure returns a result`, async () => {
    const { procedures } = (await connect()).connection;
    // The client's types say that this is the bare value; what it reads is not.
    assert.deepEqual(await procedures.divide({ a: 7, b: 2 }), { ok: 3 } as any);
    assert.deepEqual(await procedures.divide({ a: 7, b: 0 }), { err: '7 by zero' } as any);
  });
}
