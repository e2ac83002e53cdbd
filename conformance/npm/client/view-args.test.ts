// Views with arguments and views over views, as a published client sees them.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { connectWith, disconnectAll, sql, subscribe, until, V2, V3, type Session as AnySession } from './session';
import { DbConnection } from './view-args';

type Session = AnySession<DbConnection>;
type View = 'player' | 'near' | 'mine' | 'firstOf' | 'middle' | 'myMiddle';

afterEach(disconnectAll);

/** What each update brought, in the order of the updates: `+player 1@5`, `*near 1@6`, ... */
function updates(session: Session, ...names: View[]) {
  const seen: string[][] = [];
  let last: unknown;
  const note = (event: unknown, text: string) => {
    if (event !== last) seen.push([]);
    last = event;
    seen.at(-1)!.push(text);
    seen.at(-1)!.sort();
  };
  for (const name of names) {
    const table = session.connection.db[name];
    table.onInsert((context, row) => note(context.event, `+${name} ${row.id}@${row.x}`));
    table.onDelete((context, row) => note(context.event, `-${name} ${row.id}@${row.x}`));
    table.onUpdate((context, _, row) => note(context.event, `*${name} ${row.id}@${row.x}`));
  }
  return seen;
}

const rows = (session: Session, name: View) => [...session.connection.db[name].iter()].map(row => `${row.id}@${row.x}`).sort();
const connect = (protocol: typeof V2 | typeof V3 = V3) => connectWith(DbConnection.builder, { protocol });

for (const protocol of [V3, V2] as const) {
  const version = protocol.slice(0, 2);

  test(`${version}: a subscription gives a view its arguments`, async () => {
    const session = await connect(protocol);
    const put = (id: number, x: number) => session.connection.reducers.put({ id, x, name: 'a', owner: session.identity });
    await put(1, 105);
    await subscribe(session, 'SELECT * FROM player', 'SELECT * FROM near(100, 110)');
    assert.deepEqual(rows(session, 'near'), ['1@105']);
    const seen = updates(session, 'player', 'near');
    await put(2, 109);
    await put(1, 106);
    await put(2, 110);
    await session.connection.reducers.remove({ id: 2 });
    await until('all is seen', () => seen.length >= 4);
    assert.deepEqual(seen, [
      ['+near 2@109', '+player 2@109'],
      ['*near 1@106', '*player 1@106'],
      ['*player 2@110', '-near 2@109'],
      ['-player 2@110'],
    ]);
    await session.connection.reducers.remove({ id: 1 });
  });

  test(`${version}: one view with different arguments is different rows`, async () => {
    const [left, right, both] = [await connect(protocol), await connect(protocol), await connect(protocol)];
    await subscribe(left, 'SELECT * FROM near(-210, -200)');
    await subscribe(right, 'SELECT * FROM near(200, 210)');
    await subscribe(both, 'SELECT * FROM near(-210, -200)', 'SELECT * FROM near(200, 210)');
    const put = (id: number, x: number) => left.connection.reducers.put({ id, x, name: 'a', owner: left.identity });
    await put(3, -205);
    await put(4, 205);
    await until('both came', () => rows(both, 'near').length === 2 && rows(right, 'near').length === 1);
    assert.deepEqual([rows(left, 'near'), rows(right, 'near'), rows(both, 'near')], [['3@-205'], ['4@205'], ['3@-205', '4@205']]);
    await left.connection.reducers.remove({ id: 3 });
    await left.connection.reducers.remove({ id: 4 });
    await until('both went', () => rows(both, 'near').length === 0);
  });

  test(`${version}: the caller and the arguments together say which rows`, async () => {
    const [ada, bob] = [await connect(protocol), await connect(protocol)];
    for (const session of [ada, bob]) await subscribe(session, "SELECT * FROM mine('it''s')", 'SELECT * FROM first_of(:sender)');
    const put = (of: Session, id: number, name: string) => ada.connection.reducers.put({ id, x: 300, name, owner: of.identity });
    await put(ada, 5, "it's");
    await put(bob, 6, "it's");
    await put(bob, 7, 'its');
    await until('all came', () => rows(ada, 'mine').length === 1 && rows(bob, 'mine').length === 1);
    assert.deepEqual([rows(ada, 'mine'), rows(bob, 'mine')], [['5@300'], ['6@300']]);
    assert.deepEqual([rows(ada, 'firstOf'), rows(bob, 'firstOf').length], [['5@300'], 1]);
    const hex = bob.identity.toHexString();
    assert.equal((await sql(`SELECT * FROM first_of(0x${hex})`, ada.token)).length, 1);
    for (const id of [5, 6, 7]) await ada.connection.reducers.remove({ id });
  });

  test(`${version}: a view over views changes with the table, in one update`, async () => {
    const [ada, bob] = [await connect(protocol), await connect(protocol)];
    const names = ['player', 'middle', 'myMiddle'] as const;
    for (const session of [ada, bob])
      await subscribe(session, 'SELECT * FROM player', 'SELECT * FROM middle', 'SELECT * FROM my_middle');
    const seen = [updates(ada, ...names), updates(bob, ...names)];
    const put = (x: number, name: string) => ada.connection.reducers.put({ id: 8, x, name, owner: ada.identity });
    await put(5, 'a');
    await put(6, 'a');
    await put(6, "it's");
    await put(11, 'a');
    await ada.connection.reducers.remove({ id: 8 });
    await until('all is seen', () => seen.every(list => list.length >= 5));
    const ofBob = [['+middle 8@5', '+player 8@5'], ['*middle 8@6', '*player 8@6'], ['*player 8@6', '-middle 8@6'], ['*player 8@11'], ['-player 8@11']];
    assert.deepEqual(seen[1], ofBob);
    assert.deepEqual(seen[0], [
      ['+middle 8@5', '+myMiddle 8@5', '+player 8@5'],
      ['*middle 8@6', '*myMiddle 8@6', '*player 8@6'],
      ['*player 8@6', '-middle 8@6', '-myMiddle 8@6'],
      ...ofBob.slice(3),
    ]);
  });
}

const REFUSED: [query: string, reason: RegExp][] = [
  ['SELECT * FROM near', /view `near` takes 2 arguments \(from: I32, to: I32\), 0 were given; write `near\(\.\.\.\)`/],
  ['SELECT * FROM near()', /takes 2 arguments .*, 0 were given/],
  ['SELECT * FROM near(1)', /takes 2 arguments .*, 1 were given/],
  ['SELECT * FROM near(1, 2, 3)', /takes 2 arguments .*, 3 were given/],
  ["SELECT * FROM near(1, 'x')", /The literal expression `x` cannot be parsed as type `I32`/],
  ['SELECT * FROM near(1, 3000000000)', /The literal expression `3000000000` cannot be parsed as type `I32`/],
  ['SELECT * FROM near(1, true)', /Unexpected type: \(expected\) Bool != I32|Bool/],
  ['SELECT * FROM near(1, :sender)', /I32/],
  ['SELECT * FROM near(1, x)', /Unsupported FROM expression: near\(1, x\)/],
  ['SELECT * FROM near(1, 2', /sql parser error/],
  ['SELECT * FROM middle(1)', /view `middle` takes 0 arguments/],
  ['SELECT * FROM player(1)', /Unsupported FROM expression: player\(1\)/],
  ['SELECT * FROM nothing(1)', /Unsupported FROM expression: nothing\(1\)/],
  ['SELECT * FROM egg', /view `\w+` reads `\w+`, which reads it in turn/],
  ['SELECT * FROM confused', /view `confused` is the same for all, but reads `my_middle`, which depends on the caller/],
];

for (const [query, reason] of REFUSED) {
  test(`refused: ${query}`, async () => {
    const session = await connect();
    await assert.rejects(subscribe(session, query), reason);
    await assert.rejects(sql(query, session.token), reason);
    // The connection and the database go on.
    await subscribe(session, 'SELECT * FROM near(1, 2)');
  });
}

const NOT_WRITTEN: [statement: string, reason: RegExp][] = [
  ['DELETE FROM near(1, 2)', /Unsupported table expression in DELETE: near\(1, 2\)/],
  ['UPDATE near(1, 2) SET x = 1', /Unsupported/],
  ["INSERT INTO near VALUES (1, 2, '', 0x00)", /`near` is a view; DML on views is not supported/],
];

for (const [statement, reason] of NOT_WRITTEN) {
  test(`not written: ${statement}`, async () => {
    const session = await connect();
    await assert.rejects(sql(statement, session.token), reason);
  });
}
