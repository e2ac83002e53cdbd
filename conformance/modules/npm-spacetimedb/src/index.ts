// A module as its author writes it for the published package `spacetimedb`: what reducers and tables are not enough for.
// The Rust module `crate-spacetimedb` has the same, so that clients cannot tell them apart.
import { Range, Router, ScheduleAt, schema, SyncResponse, t, table } from 'spacetimedb/server';

// Which rows which client sees

const member = table(
  { name: 'member', public: true },
  { id: t.u32().primaryKey().autoInc(), who: t.identity().index('btree'), club: t.u32().index('btree') }
);

const message = table(
  { name: 'message', public: true },
  { id: t.u32().primaryKey().autoInc(), club: t.u32().index('btree'), text: t.string(), isOpen: t.bool() }
);

// Rows that views are made of

const score = table(
  { name: 'score', public: true },
  { id: t.u32().primaryKey().autoInc(), who: t.identity().index('btree'), game: t.u32().index('btree'), points: t.u32() }
);

// Calls to come, and what they have seen

const alarm = table(
  { name: 'alarm', public: true, scheduled: (): any => ring },
  { id: t.u64().primaryKey().autoInc(), at: t.scheduleAt(), game: t.u32(), isBroken: t.bool() }
);

const rung = table(
  { name: 'rung', public: true },
  {
    id: t.u32().primaryKey().autoInc(),
    game: t.u32().index('btree'),
    who: t.identity(),
    isByDatabase: t.bool(),
    hasConnection: t.bool(),
  }
);

const db = schema({ member, message, score, alarm, rung });
export default db;

export const ownMemberships = db.clientVisibilityFilter.sql('SELECT * FROM member WHERE who = :sender');
export const messagesOfOwnClubs = db.clientVisibilityFilter.sql(
  'SELECT message.* FROM message JOIN member ON message.club = member.club WHERE member.who = :sender'
);
export const openMessages = db.clientVisibilityFilter.sql('SELECT * FROM message WHERE is_open = true');

export const join = db.reducer({ club: t.u32() }, (ctx, { club }) => {
  ctx.db.member.insert({ id: 0, who: ctx.sender, club });
});

export const leave = db.reducer({ club: t.u32() }, (ctx, { club }) => {
  for (const row of [...ctx.db.member.who.filter(ctx.sender)]) {
    if (row.club === club) ctx.db.member.id.delete(row.id);
  }
});

export const say = db.reducer({ club: t.u32(), text: t.string(), isOpen: t.bool() }, (ctx, { club, text, isOpen }) => {
  ctx.db.message.insert({ id: 0, club, text, isOpen });
});

export const addScore = db.reducer({ game: t.u32(), points: t.u32() }, (ctx, { game, points }) => {
  ctx.db.score.insert({ id: 0, who: ctx.sender, game, points });
});

export const dropScores = db.reducer({ game: t.u32() }, (ctx, { game }) => {
  ctx.db.score.game.delete(game);
});

// Views

export const my_scores = db.view({ name: 'my_scores', public: true }, t.array(score.rowType), ctx => [
  ...ctx.db.score.who.filter(ctx.sender),
]);

export const my_best = db.view({ name: 'my_best', public: true }, t.option(score.rowType), ctx =>
  [...ctx.db.score.who.filter(ctx.sender)].sort((a, b) => b.points - a.points || b.id - a.id).at(0)
);

const GameTotal = t.row('GameTotal', { game: t.u32().primaryKey(), players: t.u32(), points: t.u64() });

/** The last game that has totals. */
const GAME_MAX = 99;

export const game_totals = db.anonymousView({ name: 'game_totals', public: true }, t.array(GameTotal), ctx => {
  const totals = new Map<number, { game: number; players: number; points: bigint }>();
  for (const { game, points } of ctx.db.score.game.filter(
    new Range<number>({ tag: 'included', value: 0 }, { tag: 'included', value: GAME_MAX })
  )) {
    const total = totals.get(game) ?? { game, players: 0, points: 0n };
    totals.set(game, { game, players: total.players + 1, points: total.points + BigInt(points) });
  }
  return [...totals.values()];
});

const Counted = t.row('Counted', { count: t.u64() });

export const score_count = db.anonymousView({ name: 'score_count', public: true }, t.option(Counted), ctx => ({
  count: ctx.db.score.count(),
}));

export const high_scores = db.anonymousView({ name: 'high_scores', public: true }, t.array(score.rowType), ctx =>
  ctx.from.score.where(row => row.points.gte(1000)).build()
);

export const my_messages = db.view({ name: 'my_messages', public: true }, t.array(message.rowType), ctx =>
  ctx.from.member
    .where(row => row.who.eq(ctx.sender))
    .rightSemijoin(ctx.from.message, (one, other) => one.club.eq(other.club))
    .build()
);

/** What `picky` does not bear. */
const UNBEARABLE = 666;

export const picky = db.view({ name: 'picky', public: true }, t.option(Counted), ctx => {
  const rows = [...ctx.db.score.who.filter(ctx.sender)];
  if (rows.some(row => row.points === UNBEARABLE)) throw new Error('unbearable');
  return { count: BigInt(rows.length) };
});

// Procedures: values

const Place = t.object('Place', { street: t.string(), number: t.u16() });
const Contact = t.enum('Contact', { Nobody: t.unit(), Phone: t.string(), Visit: Place, Calls: t.array(t.u32()) });
const Season = t.enum('Season', ['Spring', 'Summer', 'Autumn', 'Winter']);
const described = {
  place: Place,
  contact: Contact,
  seasons: t.array(Season),
  maybe: t.option(t.string()),
  raw: t.byteArray(),
};

export const sum = db.procedure({ a: t.u32(), b: t.u32() }, t.u64(), (_, { a, b }) => BigInt(a) + BigInt(b));

export const nothing = db.procedure(t.unit(), () => ({}));

export const describe = db.procedure(described, t.object('Described', described), (_, args) => {
  const { place, contact, seasons, maybe, raw } = args;
  return { place, contact, seasons, maybe, raw };
});

export const caller = db.procedure(
  t.object('CallerSeen', {
    who: t.identity(),
    connection: t.option(t.connectionId()),
    database: t.identity(),
    whoInTx: t.identity(),
    connectionInTx: t.option(t.connectionId()),
  }),
  ctx => {
    const { whoInTx, connectionInTx } = ctx.withTx(tx => ({
      whoInTx: tx.sender,
      connectionInTx: tx.connectionId ?? undefined,
    }));
    return {
      who: ctx.sender,
      connection: ctx.connectionId ?? undefined,
      database: ctx.databaseIdentity,
      whoInTx,
      connectionInTx,
    };
  }
);

// Procedures: transactions

export const scorePoints = db.procedure({ game: t.u32(), points: t.u32() }, t.u64(), (ctx, { game, points }) =>
  ctx.withTx(tx => {
    tx.db.score.insert({ id: 0, who: tx.sender, game, points });
    return BigInt([...tx.db.score.game.filter(game)].length);
  })
);

export const scoreAndRefuse = db.procedure({ game: t.u32(), why: t.string() }, t.string(), (ctx, { game, why }) => {
  try {
    ctx.withTx(tx => {
      tx.db.score.insert({ id: 0, who: tx.sender, game, points: 1 });
      throw new Error(why);
    });
  } catch (error) {
    return (error as Error).message;
  }
  return 'not refused';
});

export const scoreAndPanic = db.procedure({ game: t.u32(), text: t.string() }, t.unit(), (ctx, { game, text }) => {
  ctx.withTx(tx => {
    tx.db.score.insert({ id: 0, who: tx.sender, game, points: 1 });
  });
  return ctx.withTx(tx => {
    tx.db.score.insert({ id: 0, who: tx.sender, game, points: 2 });
    throw new Error(text);
  });
});

export const panics = db.procedure({ text: t.string() }, t.u32(), (_, { text }) => {
  throw new Error(text);
});

// Procedures: time

/** Looks until somebody else has scored in the game; returns the points. */
export const awaitScore = db.procedure({ game: t.u32() }, t.u32(), (ctx, { game }) => {
  for (;;) {
    const points = ctx.withTx(tx => [...tx.db.score.game.filter(game)].at(0)?.points);
    if (points !== undefined) return points;
  }
});

export const spin = db.procedure(t.u64(), () => {
  for (let turns = 0n; ; turns++);
});

export const spinInTx = db.procedure({ game: t.u32() }, t.unit(), (ctx, { game }) =>
  ctx.withTx(tx => {
    tx.db.score.insert({ id: 0, who: tx.sender, game, points: 1 });
    for (;;);
  })
);

export const ring = db.procedure({ row: alarm.rowType }, t.unit(), (ctx, { row }) => {
  const isByDatabase = ctx.sender.isEqual(ctx.databaseIdentity);
  const hasConnection = ctx.connectionId !== null;
  ctx.withTx(tx => {
    tx.db.rung.insert({ id: 0, game: row.game, who: ctx.sender, isByDatabase, hasConnection });
  });
  if (row.isBroken) throw new Error('broken alarm');
  return {};
});

export const setAlarm = db.reducer(
  { game: t.u32(), millis: t.u32(), isBroken: t.bool() },
  (ctx, { game, millis, isBroken }) => {
    const at = ScheduleAt.time(ctx.timestamp.microsSinceUnixEpoch + BigInt(millis) * 1000n);
    ctx.db.alarm.insert({ id: 0n, at, game, isBroken });
  }
);

export const setAlarms = db.reducer({ game: t.u32(), millis: t.u32() }, (ctx, { game, millis }) => {
  const at = ScheduleAt.interval(BigInt(millis) * 1000n);
  ctx.db.alarm.insert({ id: 0n, at, game, isBroken: false });
});

export const stopAlarms = db.reducer({ game: t.u32() }, (ctx, { game }) => {
  for (const row of [...ctx.db.alarm.iter()]) {
    if (row.game === game) ctx.db.alarm.id.delete(row.id);
  }
});

// Procedures: other servers

export const fetch = db.procedure({ uri: t.string() }, t.string(), (ctx, { uri }) => {
  try {
    return ctx.http.fetch(uri, { method: 'POST', headers: { 'x-from': 'module' }, body: 'question' }).text();
  } catch (error) {
    return (error as Error).message;
  }
});

// Answers to HTTP

export const root = db.httpHandler(() => new SyncResponse(null, { status: 204 }));

export const slash = db.httpHandler(() => new SyncResponse('short and stout', { status: 418 }));

export const echo = db.httpHandler((_, request) => {
  const headers: [string, string][] = [
    ['x-method', request.method],
    ['x-uri', request.url],
    ['x-many', 'one'],
    ['x-many', 'two'],
  ];
  const kind = request.headers.get('content-type');
  if (kind !== null) headers.push(['content-type', kind]);
  return new SyncResponse(request.bytes() as any, { status: 201, headers });
});

/** Adds a score of as many points as the body says, in game 90; says who it is by. */
export const postScore = db.httpHandler((ctx, request) => {
  const points = Number.parseInt(request.text());
  if (Number.isNaN(points)) return new SyncResponse('no number', { status: 400 });
  const isByNobody = ctx.withTx(tx => {
    const row = tx.db.score.insert({ id: 0, who: tx.sender, game: 90, points });
    return row.who.toHexString() === '0'.repeat(64) && tx.connectionId === null;
  });
  return new SyncResponse(isByNobody ? 'by nobody' : 'by somebody');
});

/** Adds a score and takes it back. */
export const refuseScore = db.httpHandler(ctx => {
  try {
    ctx.withTx(tx => {
      tx.db.score.insert({ id: 0, who: tx.sender, game: 91, points: 1 });
      throw new Error('refused');
    });
  } catch (error) {
    return new SyncResponse((error as Error).message, { status: 409 });
  }
  return new SyncResponse('not refused');
});

export const crashRoute = db.httpHandler(ctx =>
  ctx.withTx(tx => {
    tx.db.score.insert({ id: 0, who: tx.sender, game: 91, points: 1 });
    throw new Error('secret');
  })
);

export const fetchRoute = db.httpHandler(ctx => {
  try {
    ctx.http.fetch('http://127.0.0.1:1/');
    return new SyncResponse('reached');
  } catch (error) {
    return new SyncResponse((error as Error).message, { status: 502 });
  }
});

export const spinRoute = db.httpHandler(() => {
  for (;;);
});

export const routes = db.httpRouter(
  new Router()
    .get('', root)
    .get('/', slash)
    .any('/echo', echo)
    .post('/scores', postScore)
    .delete('/scores', refuseScore)
    .get('/crash', crashRoute)
    .get('/fetch', fetchRoute)
    .get('/spin', spinRoute)
    .nest('/deep', new Router().get('/one', slash).put('/one', echo))
);
