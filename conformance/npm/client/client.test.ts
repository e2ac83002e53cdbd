// The published client against a running server with the module `rooms`.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { InternalError, SenderError } from 'spacetimedb';
import { DbConnection } from './bindings';
import { connectWith, disconnectAll, subscribe, until, V2, V3, within, type Options, type Session as AnySession } from './session';

type Session = AnySession<DbConnection>;
const connect = (options: Options = {}) => connectWith(DbConnection.builder, options);

afterEach(disconnectAll);

let rooms = 0;
/** A room that no other test uses. */
const newRoom = () => ++rooms;

const textsOf = (session: Session) => [...session.connection.db.line.iter()].map(row => row.text).sort();

/** The ids of rows, by their texts. */
const idOf = (session: Session, text: string) => {
  const found = [...session.connection.db.line.iter()].find(row => row.text === text);
  assert.ok(found, `no line ${text}`);
  return found.id;
};

for (const protocol of [V3, V2] as const) {
  const name = protocol.slice(0, 2);

  test(`${name}: is the protocol that is agreed on`, async () => {
    const session = await connect({ protocol });
    assert.equal(session.wire.socket.protocol, protocol);
    assert.deepEqual(session.wire.offered, [V3, V2]);
    assert.equal(session.identity.toHexString().slice(0, 4), 'c200');
  });

  test(`${name}: inserts, updates and deletes of another client arrive`, async () => {
    const room = newRoom();
    const reader = await connect({ protocol });
    const writer = await connect({ protocol });
    const elsewhere = await connect({ protocol });
    await writer.connection.reducers.say({ room, text: 'before' });
    await subscribe(reader, `SELECT * FROM line WHERE room = ${room}`);
    await subscribe(elsewhere, `SELECT * FROM line WHERE room = ${newRoom()}`);
    assert.deepEqual(textsOf(reader), ['before']);

    const events: string[] = [];
    reader.connection.db.line.onInsert((context, row) => events.push(`${context.event.tag} + ${row.text}`));
    reader.connection.db.line.onUpdate((context, from, to) =>
      events.push(`${context.event.tag} ${from.text} > ${to.text}`)
    );
    reader.connection.db.line.onDelete((context, row) => events.push(`${context.event.tag} - ${row.text}`));

    await writer.connection.reducers.say({ room, text: 'hello' });
    await until('the line is there', () => events.length === 1);
    const row = [...reader.connection.db.line.room.filter(room)].find(line => line.text === 'hello');
    assert.ok(row && row.author.isEqual(writer.identity));
    assert.deepEqual(reader.connection.db.line.id.find(row.id), row);
    await writer.connection.reducers.edit({ id: row.id, text: 'hello all' });
    await writer.connection.reducers.remove({ id: row.id });
    await until('all changes are there', () => events.length === 3);
    assert.deepEqual(events, [
      'Transaction + hello',
      'Transaction hello > hello all',
      'Transaction - hello all',
    ]);
    assert.deepEqual(textsOf(reader), ['before']);
    assert.deepEqual(textsOf(elsewhere), []);
  });

  test(`${name}: the caller sees its own change before its call returns`, async () => {
    const room = newRoom();
    const session = await connect({ protocol });
    await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
    const tags: string[] = [];
    session.connection.db.line.onInsert(context => tags.push(context.event.tag));
    await session.connection.reducers.say({ room, text: 'mine' });
    assert.deepEqual(textsOf(session), ['mine']);
    assert.deepEqual(tags, ['Reducer']);
  });

  test(`${name}: a reducer's error has its text, and leaves nothing`, async () => {
    const room = newRoom();
    const session = await connect({ protocol });
    await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
    const why = 'not today: \u00e9, \u{1f642} and "quotes"';
    await assert.rejects(
      session.connection.reducers.sayAndFail({ room, why }),
      error => error instanceof SenderError && error.message === why
    );
    await session.connection.reducers.say({ room, text: 'after' });
    assert.deepEqual(textsOf(session), ['after']);
  });

  test(`${name}: a reducer that crashes tells no secret`, async () => {
    const session = await connect({ protocol });
    await assert.rejects(
      session.connection.reducers.crash({}),
      error => error instanceof InternalError && !/secret/.test(error.message)
    );
    await session.connection.reducers.say({ room: newRoom(), text: 'still here' });
  });

  test(`${name}: a reducer that is not there is an error, and the connection goes on`, async () => {
    const session = await connect({ protocol });
    await assert.rejects(session.connection.reducers.noSuchReducer({}), /no_such_reducer|no such reducer/i);
    await session.connection.reducers.say({ room: newRoom(), text: 'still here' });
  });

  test(`${name}: client_connected refuses`, async () => {
    const barred = await connect({ protocol });
    await barred.connection.reducers.barMe({});
    barred.connection.disconnect();
    await within('ended', barred.ended);
    await assert.rejects(connect({ protocol, token: barred.token }));
    const other = await connect({ protocol });
    assert.ok(!other.identity.isEqual(barred.identity));
  });

  test(`${name}: the token brings back the identity`, async () => {
    const first = await connect({ protocol });
    const watcher = await connect({ protocol });
    await subscribe(watcher, `SELECT * FROM visitor WHERE identity = 0x${first.identity.toHexString()}`);
    const visitor = () => watcher.connection.db.visitor.identity.find(first.identity);
    assert.deepEqual([visitor()?.visits, visitor()?.online], [1, true]);
    first.connection.disconnect();
    await until('offline', () => visitor()?.online === false);
    const second = await connect({ protocol, token: first.token });
    assert.ok(second.identity.isEqual(first.identity));
    assert.ok(!second.connection.connectionId.isEqual(first.connection.connectionId));
    await until('online again', () => visitor()?.online === true);
    assert.equal(visitor()?.visits, 2);
  });

  test(`${name}: a token that nobody signed is refused`, async () => {
    const { token } = await connect({ protocol });
    const [head, claims, signature] = token.split('.');
    const forged = [head, claims, signature.slice(0, -8) + 'AAAAAAAA'].join('.');
    await assert.rejects(connect({ protocol, token: forged }), /verify token/);
  });

  test(`${name}: after unsubscribing the rows are gone and nothing arrives`, async () => {
    const [room, kept] = [newRoom(), newRoom()];
    const session = await connect({ protocol });
    const handle = await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
    await subscribe(session, `SELECT * FROM line WHERE room = ${kept}`);
    await session.connection.reducers.say({ room, text: 'one' });
    await session.connection.reducers.say({ room: kept, text: 'kept' });
    assert.deepEqual(textsOf(session), ['kept', 'one']);
    await within('unsubscribed', new Promise<void>(resolve => handle.unsubscribeThen(() => resolve())));
    assert.ok(handle.isEnded() && !handle.isActive());
    assert.deepEqual(textsOf(session), ['kept']);
    await session.connection.reducers.say({ room, text: 'two' });
    assert.deepEqual(textsOf(session), ['kept']);
  });

  test(`${name}: a query that cannot be is refused, and the connection goes on`, async () => {
    const session = await connect({ protocol });
    for (const [query, reason] of [
      ['SELECT * FROM nobody', /nobody/],
      ['SELECT * FROM barred', /barred/],
      ['SELECT id FROM line', /./],
      ['SELEC', /./],
      ["SELECT * FROM line WHERE room = 'x'", /./],
    ] as const) {
      await assert.rejects(subscribe(session, query), reason);
    }
    const room = newRoom();
    await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
    await session.connection.reducers.say({ room, text: 'after' });
    assert.deepEqual(textsOf(session), ['after']);
  });

  for (const [compression, tag] of [['none', 0], ['brotli', 1], ['gzip', 2]] as const) {
    test(`${name}: compression ${compression}`, async () => {
      const room = newRoom();
      const text = 'all work and no play '.repeat(10_000);
      const session = await connect({ protocol, compression });
      await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
      await session.connection.reducers.say({ room, text });
      assert.deepEqual(textsOf(session), [text]);
      assert.ok(session.wire.tags.has(tag), `messages had ${[...session.wire.tags]}`);
      const isSmaller = session.wire.bytes < text.length / 4;
      assert.equal(isSmaller, compression !== 'none', `${session.wire.bytes} bytes came`);
    });
  }

  for (const confirmed of [true, false]) {
    test(`${name}: confirmed ${confirmed}`, async () => {
      const room = newRoom();
      const session = await connect({ protocol, confirmed });
      assert.equal(session.wire.url.searchParams.get('confirmed'), String(confirmed));
      await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
      for (let i = 0; i < 20; i++) await session.connection.reducers.say({ room, text: `line ${10 + i}` });
      assert.equal(textsOf(session).length, 20);
    });
  }

  test(`${name}: large messages in both directions`, async () => {
    const room = newRoom();
    const [writer, reader] = [await connect({ protocol }), await connect({ protocol, compression: 'none' })];
    await subscribe(reader, `SELECT * FROM line WHERE room = ${room}`);
    const text = 'x'.repeat(8 << 20) + '\u00fc';
    await writer.connection.reducers.say({ room, text });
    await until('it is there', () => textsOf(reader).length === 1);
    assert.ok(textsOf(reader)[0] === text);
  });

  test(`${name}: a message that is too large ends the connection, and nothing of it is done`, async () => {
    const room = newRoom();
    const [writer, reader] = [await connect({ protocol }), await connect({ protocol })];
    await subscribe(reader, `SELECT * FROM line WHERE room = ${room}`);
    writer.connection.reducers.say({ room, text: 'x'.repeat(33 << 20) }).catch(() => undefined);
    await within('ended', writer.ended);
    await reader.connection.reducers.say({ room, text: 'others go on' });
    assert.deepEqual(textsOf(reader), ['others go on']);
  });

  test(`${name}: 500 subscriptions, each with its own rows`, async () => {
    const first = newRoom();
    const wanted = Array.from({ length: 500 }, (_, i) => first + i);
    rooms += wanted.length;
    const [reader, writer] = [await connect({ protocol }), await connect({ protocol })];
    const handles = await Promise.all(
      wanted.map(room => subscribe(reader, `SELECT * FROM line WHERE room = ${room}`))
    );
    await Promise.all(wanted.map(room => writer.connection.reducers.say({ room, text: `in ${room}` })));
    await until('all are there', () => Number(reader.connection.db.line.count()) === wanted.length);
    await Promise.all(
      handles.slice(1).map(handle => new Promise<void>(resolve => handle.unsubscribeThen(() => resolve())))
    );
    assert.deepEqual(textsOf(reader), [`in ${first}`]);
  });

  test(`${name}: 2,000 calls at once are done in their order`, async () => {
    const room = newRoom();
    // The client unpacks each message on its own, so that compressed ones may overtake each other.
    const session = await connect({ protocol, compression: 'none' });
    await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
    const done: number[] = [];
    await Promise.all(
      Array.from({ length: 2_000 }, (_, i) =>
        session.connection.reducers.say({ room, text: `${i}` }).then(() => done.push(i))
      )
    );
    assert.deepEqual(done, Array.from({ length: 2_000 }, (_, i) => i));
    const rows = [...session.connection.db.line.iter()].sort((a, b) => Number(a.id - b.id));
    assert.deepEqual(rows.map(row => Number(row.text)), done);
  });

  test(`${name}: overlapping subscriptions count a row once`, async () => {
    const room = newRoom();
    const [reader, writer] = [await connect({ protocol }), await connect({ protocol })];
    await writer.connection.reducers.say({ room, text: 'both' });
    const one = await subscribe(reader, `SELECT * FROM line WHERE room = ${room}`);
    await subscribe(reader, `SELECT * FROM line WHERE room = ${room} AND text = 'both'`);
    assert.deepEqual(textsOf(reader), ['both']);
    const events: string[] = [];
    reader.connection.db.line.onUpdate((_, from, to) => events.push(`${from.text} > ${to.text}`));
    reader.connection.db.line.onDelete((_, row) => events.push(`- ${row.text}`));
    await within('unsubscribed', new Promise<void>(resolve => one.unsubscribeThen(() => resolve())));
    assert.deepEqual(textsOf(reader), ['both']);
    await writer.connection.reducers.edit({ id: idOf(reader, 'both'), text: 'neither' });
    await until('it is gone', () => textsOf(reader).length === 0);
    assert.deepEqual(events, ['- both']);
  });

  test(`${name}: every public table, by the typed queries of the client`, async () => {
    const room = newRoom();
    const session = await connect({ protocol });
    await session.connection.reducers.say({ room, text: 'typed' });
    await within(
      'applied',
      new Promise<void>((resolve, reject) =>
        session.connection
          .subscriptionBuilder()
          .onApplied(() => resolve())
          .onError(context => reject(context.event))
          .subscribe(tables => [
            tables.line.where(row => row.room.eq(room)).build(),
            tables.visitor.build(),
          ])
      )
    );
    assert.deepEqual(textsOf(session), ['typed']);
    assert.ok(session.connection.db.visitor.identity.find(session.identity));
    const all = await connect({ protocol });
    all.connection.subscriptionBuilder().subscribeToAllTables();
    await until('all rows are there', () => textsOf(all).includes('typed'));
  });
}

test('both protocols see the same rows', async () => {
  const room = newRoom();
  const sessions = [await connect({ protocol: V3 }), await connect({ protocol: V2 })];
  for (const session of sessions) await subscribe(session, `SELECT * FROM line WHERE room = ${room}`);
  for (const [i, session] of sessions.entries()) await session.connection.reducers.say({ room, text: `from ${i}` });
  for (const session of sessions) {
    await until('both lines', () => textsOf(session).length === 2);
  }
  const rows = sessions.map(session =>
    [...session.connection.db.line.iter()].map(row => [row.id, row.room, row.author.toHexString(), row.text].join())
  );
  assert.deepEqual(rows[0].sort(), rows[1].sort());
});
