// The module `rooms` as its clients see it: the same tables and reducers, without their bodies.
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

const line = table(
  {
    name: 'line',
    indexes: [{ accessor: 'room', name: 'line_room_idx_btree', algorithm: 'btree', columns: ['room'] }],
    constraints: [{ name: 'line_id_key', constraint: 'unique', columns: ['id'] }],
  },
  { id: t.u64().primaryKey(), room: t.u32(), author: t.identity(), text: t.string() }
);

const visitor = table(
  {
    name: 'visitor',
    indexes: [],
    constraints: [{ name: 'visitor_identity_key', constraint: 'unique', columns: ['identity'] }],
  },
  { identity: t.identity().primaryKey(), visits: t.u32(), online: t.bool() }
);

const tablesSchema = schema({ line, visitor });
const reducersSchema = reducers(
  reducerSchema('say', { room: t.u32(), text: t.string() }),
  reducerSchema('edit', { id: t.u64(), text: t.string() }),
  reducerSchema('remove', { id: t.u64() }),
  reducerSchema('say_and_fail', { room: t.u32(), why: t.string() }),
  reducerSchema('crash', {}),
  reducerSchema('bar_me', {}),
  // The module has no such reducer: a client built for another version of it.
  reducerSchema('no_such_reducer', {})
);
const proceduresSchema = procedures();

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
