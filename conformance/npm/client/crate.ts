// The module `crate-spacetimedb` as its clients see it.
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

const numbers = {
  id: t.u32().primaryKey(),
  a: t.i8(),
  b: t.u8(),
  c: t.i16(),
  d: t.u16(),
  e: t.i32(),
  f: t.u32(),
  g: t.i64(),
  h: t.u64(),
  i: t.i128(),
  j: t.u128(),
  k: t.i256(),
  l: t.u256(),
  single: t.f32(),
  precise: t.f64(),
  flag: t.bool(),
};
const things = {
  id: t.u32().primaryKey(),
  text: t.string(),
  raw: t.byteArray(),
  words: t.array(t.string()),
  maybe: t.option(t.i64()),
  outcome: t.result(t.u32(), t.string()),
  contact: Contact,
  place: Place,
  season: Season,
  who: t.identity(),
  connection: t.connectionId(),
  at: t.timestamp(),
  span: t.timeDuration(),
  due: t.scheduleAt(),
  token: t.uuid(),
};

const byId = (name: string): [{ name: string; constraint: 'unique'; columns: ['id'] }] => [
  { name: `${name}_id_key`, constraint: 'unique', columns: ['id'] },
];
const tablesSchema = schema({
  number: table({ name: 'number', constraints: byId('number') }, numbers),
  thing: table({ name: 'thing', constraints: byId('thing') }, things),
  person: table(
    { name: 'person', constraints: byId('person') },
    {
      id: t.u64().primaryKey(),
      email: t.string(),
      age: t.u8(),
      team: t.string(),
      city: t.string(),
      street: t.string(),
    }
  ),
  note: table({ name: 'note', constraints: byId('note') }, { id: t.u32().primaryKey(), text: t.string() }),
  visit: table(
    { name: 'visit', constraints: byId('visit') },
    { id: t.u32().primaryKey(), what: t.string(), who: t.identity(), hasConnection: t.bool().name('has_connection') }
  ),
  ping: table({ name: 'ping', event: true }, { number: t.u32(), text: t.string() }),
  secret: table({ name: 'secret' }, { who: t.identity().primaryKey(), word: t.string() }),
});
const reducersSchema = reducers(
  reducerSchema('fill', { id: t.u32() }),
  reducerSchema('put', { number: t.row('Number', numbers), thing: t.row('Thing', things) }),
  reducerSchema('add_person', {
    email: t.string(),
    age: t.u8(),
    team: t.string(),
    city: t.string(),
    street: t.string(),
  }),
  reducerSchema('set_age', { id: t.u64(), age: t.u8() }),
  reducerSchema('remove_person', { email: t.string() }),
  reducerSchema('look_up', { low: t.u8(), high: t.u8(), team: t.string(), city: t.string() }),
  reducerSchema('remove_ages', { low: t.u8() }),
  reducerSchema('emit', { number: t.u32(), text: t.string() }),
  reducerSchema('keep', { word: t.string() }),
  reducerSchema('fail', { text: t.string() }),
  reducerSchema('crash', { text: t.string() })
);
const proceduresSchema = procedures(
  procedureSchema('divide', { a: t.u32(), b: t.u32() }, t.result(t.u32(), t.string()))
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
