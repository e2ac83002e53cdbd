// The module `view-args` as its clients see it.
import {
  DbConnectionBuilder as Builder,
  DbConnectionImpl,
  procedures,
  reducers,
  reducerSchema,
  schema,
  t,
  table,
  type DbConnectionConfig,
  type RemoteModule,
} from 'spacetimedb';

const columns = { id: t.u32().primaryKey(), x: t.i32(), name: t.string(), owner: t.identity() };
const byId = (name: string): [{ name: string; constraint: 'unique'; columns: ['id'] }] => [
  { name: `${name}_id_key`, constraint: 'unique', columns: ['id'] },
];

const tablesSchema = schema({
  player: table({ name: 'player', constraints: byId('player') }, columns),
  near: table({ name: 'near', constraints: byId('near') }, columns),
  mine: table({ name: 'mine', constraints: byId('mine') }, columns),
  firstOf: table({ name: 'first_of', constraints: byId('first_of') }, columns),
  middle: table({ name: 'middle', constraints: byId('middle') }, columns),
  myMiddle: table({ name: 'my_middle', constraints: byId('my_middle') }, columns),
});
const reducersSchema = reducers(reducerSchema('put', columns), reducerSchema('remove', { id: t.u32() }));
const proceduresSchema = procedures();

const REMOTE_MODULE = {
  versionInfo: { cliVersion: '2.10.1' as const },
  tables: tablesSchema.schemaType.tables,
  reducers: reducersSchema.reducersType.reducers,
  ...proceduresSchema,
} satisfies RemoteModule<typeof tablesSchema.schemaType, typeof reducersSchema.reducersType, typeof proceduresSchema>;

export class DbConnectionBuilder extends Builder<DbConnection> {}

export class DbConnection extends DbConnectionImpl<typeof REMOTE_MODULE> {
  static builder = (): DbConnectionBuilder =>
    new DbConnectionBuilder(
      REMOTE_MODULE,
      (config: DbConnectionConfig<typeof REMOTE_MODULE>) => new DbConnection(config)
    );
}
