// The chat module as its clients see it: the same tables and reducers, without their bodies.
import {
  DbConnectionBuilder as Builder,
  DbConnectionImpl,
  makeQueryBuilder,
  procedures,
  reducers,
  reducerSchema,
  schema,
  t,
  table,
  type DbConnectionConfig,
  type EventContextInterface,
  type RemoteModule,
  type ErrorContextInterface,
} from 'spacetimedb';

const user = table(
  { name: 'user', indexes: [], constraints: [{ name: 'user_identity_key', constraint: 'unique', columns: ['identity'] }] },
  { identity: t.identity().primaryKey(), name: t.option(t.string()), online: t.bool() }
);

const message = table(
  { name: 'message', indexes: [], constraints: [{ name: 'message_id_key', constraint: 'unique', columns: ['id'] }] },
  { id: t.u64().primaryKey(), sender: t.identity(), sent: t.timestamp(), text: t.string() }
);

const tablesSchema = schema({ user, message });
const reducersSchema = reducers(
  reducerSchema('set_name', { name: t.string() }),
  reducerSchema('send_message', { text: t.string() })
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

export const tables = makeQueryBuilder(tablesSchema.schemaType);
export type EventContext = EventContextInterface<typeof REMOTE_MODULE>;
export type ErrorContext = ErrorContextInterface<typeof REMOTE_MODULE>;

export class DbConnectionBuilder extends Builder<DbConnection> {}

export class DbConnection extends DbConnectionImpl<typeof REMOTE_MODULE> {
  static builder = (): DbConnectionBuilder =>
    new DbConnectionBuilder(
      REMOTE_MODULE,
      (config: DbConnectionConfig<typeof REMOTE_MODULE>) => new DbConnection(config)
    );
}
