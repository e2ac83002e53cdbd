// The module `schedule-views` as its clients see it.
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

const columns = { id: t.u64().primaryKey(), at: t.scheduleAt(), ship: t.u32(), note: t.string() };
const byId = (name: string): [{ name: string; constraint: 'unique'; columns: ['id'] }] => [
  { name: `${name}_id_key`, constraint: 'unique', columns: ['id'] },
];

const tablesSchema = schema({
  job: table({ name: 'job', constraints: byId('job') }, columns),
  errand: table({ name: 'errand', constraints: byId('errand') }, columns),
  tick: table({ name: 'tick', constraints: byId('tick') }, columns),
  done: table({ name: 'done', constraints: byId('done') }, { id: t.u32().primaryKey(), note: t.string() }),
  jobs: table({ name: 'jobs' }, columns),
  myJobs: table({ name: 'my_jobs' }, columns),
  myErrands: table({ name: 'my_errands' }, columns),
  myTicks: table({ name: 'my_ticks' }, columns),
});
const reducersSchema = reducers(
  reducerSchema('launch', { id: t.u32() }),
  reducerSchema('add_job', { ship: t.u32(), note: t.string() }),
  reducerSchema('add_errand', { ship: t.u32(), note: t.string() }),
  reducerSchema('add_tick', { ship: t.u32(), micros: t.i64() }),
  reducerSchema('stop_ticks', { ship: t.u32() })
);
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
