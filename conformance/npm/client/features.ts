// The modules `crate-spacetimedb` and `npm-spacetimedb` as their clients see them, as far as they are the same.
import {
  DbConnectionBuilder as Builder,
  DbConnectionImpl,
  procedures,
  procedureSchema,
  reducers,
  reducerSchema,
  schema,
  t,
  table,
  type DbConnectionConfig,
  type RemoteModule,
} from 'spacetimedb';

const Place = t.object('Place', { street: t.string(), number: t.u16() });
const Contact = t.enum('Contact', {
  Nobody: t.unit(),
  Phone: t.string(),
  Visit: Place,
  Calls: t.array(t.u32()),
});
const Season = t.enum('Season', ['Spring', 'Summer', 'Autumn', 'Winter']);
const described = {
  place: Place,
  contact: Contact,
  seasons: t.array(Season),
  maybe: t.option(t.string()),
  raw: t.byteArray(),
};
const messages = { id: t.u32().primaryKey(), club: t.u32(), text: t.string(), isOpen: t.bool().name('is_open') };
const scores = { id: t.u32().primaryKey(), who: t.identity(), game: t.u32(), points: t.u32() };
const count = { count: t.u64() };

const byId = (name: string): [{ name: string; constraint: 'unique'; columns: ['id'] }] => [
  { name: `${name}_id_key`, constraint: 'unique', columns: ['id'] },
];
const tablesSchema = schema({
  member: table(
    { name: 'member', constraints: byId('member') },
    { id: t.u32().primaryKey(), who: t.identity(), club: t.u32() }
  ),
  message: table({ name: 'message', constraints: byId('message') }, messages),
  score: table({ name: 'score', constraints: byId('score') }, scores),
  alarm: table(
    { name: 'alarm', constraints: byId('alarm') },
    { id: t.u64().primaryKey(), at: t.scheduleAt(), game: t.u32(), isBroken: t.bool().name('is_broken') }
  ),
  rung: table(
    { name: 'rung', constraints: byId('rung') },
    {
      id: t.u32().primaryKey(),
      game: t.u32(),
      who: t.identity(),
      isByDatabase: t.bool().name('is_by_database'),
      hasConnection: t.bool().name('has_connection'),
    }
  ),
  myScores: table({ name: 'my_scores' }, scores),
  myBest: table({ name: 'my_best' }, scores),
  gameTotals: table({ name: 'game_totals' }, { game: t.u32().primaryKey(), players: t.u32(), points: t.u64() }),
  scoreCount: table({ name: 'score_count' }, count),
  highScores: table({ name: 'high_scores' }, scores),
  myMessages: table({ name: 'my_messages' }, messages),
  picky: table({ name: 'picky' }, count),
});
const reducersSchema = reducers(
  reducerSchema('join', { club: t.u32() }),
  reducerSchema('leave', { club: t.u32() }),
  reducerSchema('say', { club: t.u32(), text: t.string(), isOpen: t.bool() }),
  reducerSchema('add_score', { game: t.u32(), points: t.u32() }),
  reducerSchema('drop_scores', { game: t.u32() }),
  reducerSchema('set_alarm', { game: t.u32(), millis: t.u32(), isBroken: t.bool() }),
  reducerSchema('set_alarms', { game: t.u32(), millis: t.u32() }),
  reducerSchema('stop_alarms', { game: t.u32() })
);
const proceduresSchema = procedures(
  procedureSchema('sum', { a: t.u32(), b: t.u32() }, t.u64()),
  procedureSchema('nothing', {}, t.unit()),
  procedureSchema('describe', described, t.object('Described', described)),
  procedureSchema(
    'caller',
    {},
    t.object('CallerSeen', {
      who: t.identity(),
      connection: t.option(t.connectionId()),
      database: t.identity(),
      whoInTx: t.identity(),
      connectionInTx: t.option(t.connectionId()),
    })
  ),
  procedureSchema('score_points', { game: t.u32(), points: t.u32() }, t.u64()),
  procedureSchema('score_and_refuse', { game: t.u32(), why: t.string() }, t.string()),
  procedureSchema('score_and_panic', { game: t.u32(), text: t.string() }, t.unit()),
  procedureSchema('panics', { text: t.string() }, t.u32()),
  procedureSchema('await_score', { game: t.u32() }, t.u32()),
  procedureSchema('spin', {}, t.u64()),
  procedureSchema('spin_in_tx', { game: t.u32() }, t.unit()),
  procedureSchema('fetch', { uri: t.string() }, t.string())
);

const REMOTE_MODULE = {
  versionInfo: { cliVersion: '2.10.1' as const },
  tables: tablesSchema.schemaType.tables,
  reducers: reducersSchema.reducersType.reducers,
  ...proceduresSchema,
} satisfies RemoteModule<
  typeof tablesSchema.schemaType,
  typeof reducersSchema.reducersType,
  typeof proceduresSchema
>;

export class DbConnectionBuilder extends Builder<DbConnection> {}

export class DbConnection extends DbConnectionImpl<typeof REMOTE_MODULE> {
  static builder = (): DbConnectionBuilder =>
    new DbConnectionBuilder(
      REMOTE_MODULE,
      (config: DbConnectionConfig<typeof REMOTE_MODULE>) => new DbConnection(config)
    );
}
