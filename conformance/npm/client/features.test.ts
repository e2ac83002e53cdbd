// The published client against a running server with a module that has what `features.ts` says.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { InternalError } from 'spacetimedb';
import { DbConnection } from './features';
import { connectWith, disconnectAll, request, sql, subscribe, until, V2, V3, type Session as AnySession } from './session';

type Session = AnySession<DbConnection>;

afterEach(disconnectAll);

/** What a client sees of the messages in some clubs. */
const texts = (session: Session, clubs: number[]) =>
  [...session.connection.db.message.iter()]
    .filter(row => clubs.includes(row.club))
    .map(row => row.text)
    .sort();

/** The points in some rows. */
const points = (rows: Iterable<{ points: number }>) => [...rows].map(row => row.points).sort((a, b) => a - b);

/** What a failed call said; the client rejects with the bare text. */
const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    value => assert.fail(`returned ${value}`),
    why => String(why.message ?? why)
  );

const count = async (session: Session, table: string, game: number) =>
  (await sql(`SELECT COUNT(*) AS n FROM ${table} WHERE game = ${game}`, session.token))[0][0];

for (const protocol of [V3, V2] as const) {
  const name = protocol.slice(0, 2);
  const connect = (token?: string) => connectWith(DbConnection.builder, { protocol, token });
  /** Tells the runs apart, which share the database. */
  const run = protocol === V3 ? 30 : 50;

  // ---- row-level security

  test(`${name}: clients see the rows that the rules let them see`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const clubs = [run + 3, run + 4];
    for (const session of [ada, bob]) {
      await subscribe(session, 'SELECT * FROM message', 'SELECT * FROM member');
    }
    await ada.connection.reducers.join({ club: clubs[0] });
    await bob.connection.reducers.join({ club: clubs[1] });
    await ada.connection.reducers.say({ club: clubs[0], text: 'of ada', isOpen: false });
    await ada.connection.reducers.say({ club: clubs[1], text: 'of bob', isOpen: false });
    await ada.connection.reducers.say({ club: clubs[0], text: 'of all', isOpen: true });
    await until('all is there', () => texts(bob, clubs).length === 2);
    assert.deepEqual(texts(ada, clubs), ['of ada', 'of all']);
    assert.deepEqual(texts(bob, clubs), ['of all', 'of bob']);
    for (const session of [ada, bob]) {
      const members = [...session.connection.db.member.iter()];
      assert.equal(members.length, 1);
      assert.ok(members[0].who.isEqual(session.identity));
    }
  });

  test(`${name}: rows come and go with the rows that a rule joins`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const club = run + 5;
    await subscribe(ada, `SELECT * FROM message WHERE club = ${club}`);
    const events: string[] = [];
    ada.connection.db.message.onInsert((_, row) => events.push(`+ ${row.text}`));
    ada.connection.db.message.onDelete((_, row) => events.push(`- ${row.text}`));
    await bob.connection.reducers.say({ club, text: 'before', isOpen: false });
    await bob.connection.reducers.say({ club, text: 'open', isOpen: true });
    await until('what is open is there', () => events.length === 1);
    await ada.connection.reducers.join({ club });
    assert.deepEqual(texts(ada, [club]), ['before', 'open']);
    await bob.connection.reducers.say({ club, text: 'after', isOpen: false });
    await until('the next is there', () => events.length === 3);
    await ada.connection.reducers.leave({ club });
    assert.deepEqual(texts(ada, [club]), ['open']);
    assert.deepEqual(events.slice(0, 3), ['+ open', '+ before', '+ after']);
    assert.deepEqual(events.slice(3).sort(), ['- after', '- before']);
  });

  test(`${name}: rules hold for SQL over HTTP, and in what counts`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const club = run + 6;
    await ada.connection.reducers.join({ club });
    await ada.connection.reducers.say({ club, text: 'closed', isOpen: false });
    const query = `SELECT text FROM message WHERE club = ${club}`;
    const count = `SELECT COUNT(*) AS n FROM message WHERE club = ${club}`;
    assert.deepEqual(await sql(query, ada.token), [['closed']]);
    assert.deepEqual(await sql(count, ada.token), [[1]]);
    assert.deepEqual(await sql(query, bob.token), []);
    assert.deepEqual(await sql(count, bob.token), [[0]]);
    await bob.connection.reducers.join({ club });
    assert.deepEqual(await sql(query, bob.token), [['closed']]);
    await ada.connection.reducers.leave({ club });
    assert.deepEqual(await sql(query, ada.token), []);
    assert.deepEqual(await sql(`SELECT club FROM member WHERE club = ${club}`, bob.token), [[club]]);
    assert.deepEqual(await sql(`SELECT club FROM member WHERE club = ${club}`, ada.token), []);
  });

  // ---- views

  test(`${name}: views of the sender are each sender's own`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    for (const session of [ada, bob]) {
      await subscribe(session, 'SELECT * FROM my_scores', 'SELECT * FROM my_best');
      assert.equal(session.connection.db.myBest.count(), 0n);
    }
    const game = run + 1;
    await ada.connection.reducers.addScore({ game, points: 10 });
    await ada.connection.reducers.addScore({ game, points: 30 });
    await bob.connection.reducers.addScore({ game, points: 20 });
    assert.deepEqual(points(ada.connection.db.myScores.iter()), [10, 30]);
    assert.deepEqual(points(ada.connection.db.myBest.iter()), [30]);
    assert.deepEqual(points(bob.connection.db.myScores.iter()), [20]);
    assert.deepEqual(points(bob.connection.db.myBest.iter()), [20]);
    const query = `SELECT points FROM my_scores WHERE game = ${game} AND points > 15`;
    assert.deepEqual(await sql(query, ada.token), [[30]]);
    assert.deepEqual(await sql(query, bob.token), [[20]]);
    await bob.connection.reducers.dropScores({ game });
    assert.deepEqual(points(bob.connection.db.myScores.iter()), []);
    assert.deepEqual(points(bob.connection.db.myBest.iter()), []);
    await until('they are gone', () => ada.connection.db.myScores.count() === 0n);
  });

  test(`${name}: views of nobody are the same for all, and their rows are updated by their key`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const game = run + 2;
    const totals = (session: Session) => [...session.connection.db.gameTotals.iter()];
    for (const session of [ada, bob]) {
      await subscribe(session, `SELECT * FROM game_totals WHERE game = ${game}`, 'SELECT * FROM score_count');
      assert.equal(session.connection.db.scoreCount.count(), 1n);
    }
    const events: string[] = [];
    ada.connection.db.gameTotals.onInsert((_, row) => events.push(`+ ${row.points}`));
    ada.connection.db.gameTotals.onDelete((_, row) => events.push(`- ${row.points}`));
    await ada.connection.reducers.addScore({ game, points: 1 });
    await bob.connection.reducers.addScore({ game, points: 2 });
    await until('both count', () => totals(ada)[0]?.points === 3n);
    assert.deepEqual(totals(ada), [{ game, players: 2, points: 3n }]);
    assert.deepEqual(totals(bob), totals(ada));
    const [[all]] = await sql('SELECT count FROM score_count', ada.token);
    assert.deepEqual([...bob.connection.db.scoreCount.iter()], [{ count: BigInt(all as number) }]);
    await ada.connection.reducers.dropScores({ game });
    assert.deepEqual(totals(ada), []);
    assert.equal(events[0], '+ 1');
    assert.equal(events.at(-1), '- 3');
  });

  test(`${name}: views that are queries`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const [game, club] = [run + 3, run + 10];
    await subscribe(ada, `SELECT * FROM high_scores WHERE game = ${game}`, 'SELECT * FROM my_messages');
    await ada.connection.reducers.addScore({ game, points: 999 });
    await ada.connection.reducers.addScore({ game, points: 1000 });
    assert.deepEqual(points(ada.connection.db.highScores.iter()), [1000]);
    await bob.connection.reducers.say({ club, text: 'unheard', isOpen: false });
    assert.equal(ada.connection.db.myMessages.count(), 0n);
    await ada.connection.reducers.join({ club });
    assert.deepEqual([...ada.connection.db.myMessages.iter()].map(row => row.text), ['unheard']);
    await ada.connection.reducers.leave({ club });
    assert.equal(ada.connection.db.myMessages.count(), 0n);
    assert.deepEqual(await sql(`SELECT points FROM high_scores WHERE game = ${game}`, bob.token), [[1000]]);
    assert.deepEqual(await sql('SELECT text FROM my_messages', bob.token), []);
  });

  test(`${name}: a change that a view fails on is not made`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const game = run + 4;
    await subscribe(ada, 'SELECT * FROM picky');
    assert.deepEqual([...ada.connection.db.picky.iter()], [{ count: 0n }]);
    await assert.rejects(
      ada.connection.reducers.addScore({ game, points: 666 }),
      error => error instanceof InternalError && !/unbearable/.test(error.message)
    );
    assert.equal(await count(ada, 'score', game), 0);
    await bob.connection.reducers.addScore({ game, points: 666 });
    await ada.connection.reducers.addScore({ game, points: 1 });
    assert.deepEqual([...ada.connection.db.picky.iter()], [{ count: 1n }]);
    await assert.rejects(subscribe(bob, 'SELECT * FROM picky'));
    await bob.connection.reducers.addScore({ game, points: 2 });
    assert.equal(await count(ada, 'score', game), 3);
  });

  test(`${name}: nobody writes to a view`, async () => {
    const session = await connect();
    await assert.rejects(sql('DELETE FROM my_scores', session.token));
    await assert.rejects(subscribe(session, 'SELECT * FROM my_scores WHERE arg_hash = 1'));
  });

  // ---- procedures

  test(`${name}: procedures return values of every shape`, async () => {
    const session = await connect();
    const { procedures } = session.connection;
    assert.equal(await procedures.sum({ a: 4294967295, b: 1 }), 4294967296n);
    assert.deepEqual(await procedures.nothing({}), {});
    const values = {
      place: { street: 'Hauptstraße', number: 7 },
      contact: { tag: 'Calls' as const, value: [1, 2] } as any,
      seasons: [{ tag: 'Winter' as const, value: {} }, { tag: 'Spring' as const, value: {} }] as any,
      maybe: 'é 🙂' as string | undefined,
      raw: new Uint8Array([0, 127, 255]),
    };
    assert.deepEqual(await procedures.describe(values), values);
    const others = { ...values, contact: { tag: 'Nobody', value: {} } as any, maybe: undefined, raw: new Uint8Array() };
    assert.deepEqual(await procedures.describe(others), others);
    const many = await Promise.all(Array.from({ length: 200 }, (_, i) => procedures.sum({ a: i, b: i })));
    assert.deepEqual(many, many.map((_, i) => BigInt(2 * i)));
  });

  test(`${name}: a procedure knows its caller, also in its transactions`, async () => {
    const session = await connect();
    const seen = await session.connection.procedures.caller({});
    const { connectionId } = session.connection;
    assert.ok(seen.who.isEqual(session.identity) && seen.whoInTx.isEqual(session.identity));
    assert.ok(seen.connection?.isEqual(connectionId) && seen.connectionInTx?.isEqual(connectionId));
    assert.ok(!seen.database.isEqual(session.identity));
  });

  test(`${name}: what a procedure commits arrives before its value`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const game = run + 5;
    for (const session of [ada, bob]) await subscribe(session, `SELECT * FROM score WHERE game = ${game}`);
    const tags: string[] = [];
    ada.connection.db.score.onInsert(context => tags.push(context.event.tag));
    assert.equal(await ada.connection.procedures.scorePoints({ game, points: 5 }), 1n);
    assert.deepEqual(points(ada.connection.db.score.iter()), [5]);
    assert.deepEqual(tags, ['Transaction']);
    await until('others see it', () => bob.connection.db.score.count() === 1n);
    assert.equal(await bob.connection.procedures.scorePoints({ game, points: 6 }), 2n);
  });

  test(`${name}: what a procedure does not commit is nowhere`, async () => {
    const session = await connect();
    const game = run + 6;
    await subscribe(session, `SELECT * FROM score WHERE game = ${game}`);
    const { procedures, db } = session.connection;
    assert.equal(await procedures.scoreAndRefuse({ game, why: 'not this time' }), 'not this time');
    assert.equal(db.score.count(), 0n);
    const why = await refusal(procedures.scoreAndPanic({ game, text: 'secret' }));
    assert.ok(!/secret/.test(why), why);
    assert.deepEqual(points(db.score.iter()), [1]);
    assert.equal(await procedures.scorePoints({ game, points: 3 }), 2n);
  });

  test(`${name}: a change that a view fails on is not made by a procedure either`, async () => {
    const session = await connect();
    const game = run + 7;
    await subscribe(session, 'SELECT * FROM picky');
    await refusal(session.connection.procedures.scorePoints({ game, points: 666 }));
    assert.equal(await count(session, 'score', game), 0);
    assert.equal(await session.connection.procedures.scorePoints({ game, points: 1 }), 1n);
  });

  test(`${name}: a procedure that crashes tells no secret, and others go on`, async () => {
    const session = await connect();
    const why = await refusal(session.connection.procedures.panics({ text: 'secret' }));
    assert.ok(!/secret/.test(why), why);
    assert.equal(await session.connection.procedures.sum({ a: 1, b: 2 }), 3n);
  });

  test(`${name}: calls that cannot be are refused, and the connection goes on`, async () => {
    const session = await connect();
    const { connection, token } = session;
    assert.match(await refusal(connection.callProcedure('no_such', new Uint8Array())), /No such procedure/);
    assert.match(await refusal(connection.callProcedure('ring', new Uint8Array())), /No such procedure/);
    assert.match(await refusal(connection.callProcedure('add_score', new Uint8Array(8))), /No such procedure/);
    for (const length of [0, 1, 7]) await refusal(connection.callProcedure('sum', new Uint8Array(length)));
    for (const [path, body, status] of [
      ['no_such', '[]', 404],
      ['ring', '[]', 404],
      ['sum', '[1]', 400],
      ['sum', '[1, 2, 3]', 400],
      ['sum', '["x", 2]', 400],
      ['sum', '[-1, 2]', 400],
      ['sum', '[1, 4294967296]', 400],
      ['sum', '{', 400],
      ['sum', '', 400],
      ['panics', '["secret"]', 500],
    ] as const) {
      const headers = { 'content-type': 'application/json' };
      const answer = await request(`/call/${path}`, { method: 'POST', headers, body }, token);
      const text = await answer.text();
      assert.equal(answer.status, status, `${path} ${body}: ${text}`);
      assert.ok(!/secret/.test(text), text);
    }
    const answer = await request('/call/sum', { method: 'POST', body: '[1, 2]', headers: { 'content-type': 'application/json' } });
    assert.deepEqual([answer.status, await answer.text()], [200, '3']);
    assert.equal(await connection.procedures.sum({ a: 1, b: 2 }), 3n);
  });

  test(`${name}: reducers run while a procedure waits for what they do`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const game = run + 8;
    const waiting = ada.connection.procedures.awaitScore({ game });
    await ada.connection.reducers.addScore({ game: run + 9, points: 1 });
    await bob.connection.procedures.scorePoints({ game: run + 9, points: 2 });
    await bob.connection.reducers.addScore({ game, points: 77 });
    assert.equal(await waiting, 77);
  });

  test(`${name}: a procedure without end is ended, and others go on meanwhile`, async () => {
    const [ada, bob] = [await connect(), await connect()];
    const order: string[] = [];
    const spinning = refusal(ada.connection.procedures.spin({})).then(why => order.push('ended') && why);
    await bob.connection.reducers.addScore({ game: run + 9, points: 3 });
    assert.equal(await bob.connection.procedures.sum({ a: 1, b: 2 }), 3n);
    assert.equal(await ada.connection.procedures.sum({ a: 1, b: 2 }), 3n);
    order.push('others');
    await spinning;
    assert.deepEqual(order, ['others', 'ended']);
    assert.equal(await ada.connection.procedures.sum({ a: 2, b: 2 }), 4n);
  });

  test(`${name}: a transaction without end is taken back, and others go on then`, async () => {
    const session = await connect();
    const game = run + 11;
    await refusal(session.connection.procedures.spinInTx({ game }));
    assert.equal(await count(session, 'score', game), 0);
    assert.equal(await session.connection.procedures.scorePoints({ game, points: 1 }), 1n);
  });

  test(`${name}: a procedure does not reach into the server's own network`, async () => {
    const session = await connect();
    const target = new URL(process.env.STELE_URI!);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '10.0.0.1', '169.254.169.254']) {
      const said = await session.connection.procedures.fetch({ uri: `http://${host}:${target.port}/v1/ping` });
      assert.match(said, /refusing to connect to private or special-purpose addresses/);
    }
    for (const uri of ['nonsense', 'ftp://127.0.0.1/', 'http://']) {
      const said = await session.connection.procedures.fetch({ uri });
      assert.ok(said.length > 0 && said !== 'question', said);
    }
  });

  // ---- schedules of procedures

  test(`${name}: scheduled procedures are called by the database, once or again and again`, async () => {
    const session = await connect();
    const [game, broken, ticking] = [run + 12, run + 13, run + 14];
    const { reducers, db } = session.connection;
    await subscribe(session, `SELECT * FROM rung WHERE game >= ${game} AND game <= ${ticking}`, 'SELECT * FROM alarm');
    const rung = (of: number) => [...db.rung.iter()].filter(row => row.game === of);
    await reducers.setAlarm({ game, millis: 0, isBroken: false });
    await reducers.setAlarm({ game: broken, millis: 1, isBroken: true });
    await reducers.setAlarms({ game: ticking, millis: 5 });
    await until('all have rung', () => rung(game).length + rung(broken).length === 2 && rung(ticking).length > 2);
    for (const row of db.rung.iter()) assert.deepEqual([row.isByDatabase, row.hasConnection], [true, false]);
    await until('what was due once is gone', () => db.alarm.count() === 1n);
    await reducers.stopAlarms({ game: ticking });
    assert.equal(db.alarm.count(), 0n);
    assert.equal(rung(game).length, 1);
    assert.equal(rung(broken).length, 1);
  });

  test(`${name}: an alarm that is stopped does not ring`, async () => {
    const session = await connect();
    const [game, after] = [run + 15, run + 16];
    const { reducers, db } = session.connection;
    await subscribe(session, `SELECT * FROM rung WHERE game >= ${game} AND game <= ${after}`);
    await reducers.setAlarm({ game, millis: 3_600_000, isBroken: false });
    await reducers.stopAlarms({ game });
    await reducers.setAlarm({ game: after, millis: 0, isBroken: false });
    await until('the other has rung', () => db.rung.count() > 0n);
    assert.deepEqual([...db.rung.iter()].map(row => row.game), [after]);
  });
}

// ---- HTTP handlers

test('routes are found by method and whole path', async () => {
  for (const [method, path, status, text] of [
    ['GET', '', 204, ''],
    ['GET', '/', 418, 'short and stout'],
    ['GET', '/deep/one', 418, 'short and stout'],
    ['POST', '/deep/one', 404],
    ['GET', '/deep/one/', 404],
    ['GET', '/deep', 404],
    ['POST', '/', 404],
    ['GET', '/nosuch', 404],
    ['GET', '/Echo', 404],
  ] as const) {
    const answer = await request(`/route${path}`, { method });
    const said = await answer.text();
    assert.equal(answer.status, status, `${method} ${path}: ${said}`);
    if (text !== undefined) assert.equal(said, text);
  }
});

test('handlers get the request as it came, and answer byte for byte', async () => {
  const body = new Uint8Array(256).map((_, i) => i);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
    const path = '/route/echo?a=1&b=%20&a=2';
    const answer = await request(path, { method, body, headers: { 'content-type': 'text/x-mine' } });
    assert.equal(answer.status, 201);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), body);
    assert.equal(answer.headers.get('x-method'), method);
    assert.ok(answer.headers.get('x-uri')!.endsWith(path), answer.headers.get('x-uri')!);
    assert.equal(answer.headers.get('x-many'), 'one, two');
    assert.equal(answer.headers.get('content-type'), 'text/x-mine');
  }
  const empty = await request('/route/echo', { method: 'GET' });
  assert.deepEqual([empty.status, await empty.text()], [201, '']);
  const nested = await request('/route/deep/one', { method: 'PUT', body: 'é' });
  assert.deepEqual([nested.status, await nested.text()], [201, 'é']);
});

test('handlers write in transactions, as nobody', async () => {
  const session = await connectWith(DbConnection.builder, {});
  await subscribe(session, 'SELECT * FROM score WHERE game >= 90 AND game <= 91');
  const written = await request('/route/scores', { method: 'POST', body: '12' }, session.token);
  assert.deepEqual([written.status, await written.text()], [200, 'by nobody']);
  await until('it is there', () => session.connection.db.score.count() === 1n);
  const bad = await request('/route/scores', { method: 'POST', body: 'x' });
  assert.equal(bad.status, 400);
  const refused = await request('/route/scores', { method: 'DELETE' });
  assert.deepEqual([refused.status, await refused.text()], [409, 'refused']);
  assert.equal(await count(session, 'score', 90), 1);
  assert.equal(await count(session, 'score', 91), 0);
});

test('a handler that crashes tells no secret, writes nothing, and others go on', async () => {
  const session = await connectWith(DbConnection.builder, {});
  const answer = await request('/route/crash');
  assert.equal(answer.status, 500);
  assert.ok(!/secret/.test(await answer.text()));
  assert.equal(await count(session, 'score', 91), 0);
  assert.equal((await request('/route/')).status, 418);
});

test('a handler without end is ended, and others go on meanwhile', async () => {
  const order: string[] = [];
  const spinning = request('/route/spin').then(answer => order.push('ended') && answer.status);
  assert.equal((await request('/route/')).status, 418);
  order.push('others');
  assert.equal(await spinning, 500);
  assert.deepEqual(order, ['others', 'ended']);
  assert.equal((await request('/route/')).status, 418);
});

test('a handler does not reach into the server\'s own network', async () => {
  const answer = await request('/route/fetch');
  assert.equal(answer.status, 502);
  assert.match(await answer.text(), /refusing to connect to private or special-purpose addresses/);
});

test('large bodies go through, and too large ones are refused', async () => {
  const large = new Uint8Array(4 << 20).fill(120);
  const echoed = await request('/route/echo', { method: 'POST', body: large });
  assert.equal(echoed.status, 201, echoed.ok ? '' : await echoed.text());
  assert.ok(Buffer.from(await echoed.arrayBuffer()).equals(large));
  // The server may end the connection before all has been sent.
  const status = await request('/route/echo', { method: 'POST', body: new Uint8Array((32 << 20) + 1) }).then(
    answer => answer.status,
    () => 413
  );
  assert.equal(status, 413);
  assert.equal((await request('/route/')).status, 418);
});
