// Procedures and their context, as types.
import type { ConnectionId } from './connection_id.ts';
import type { ModuleExport } from './exports.ts';
import type { HttpClient } from './http.ts';
import type { Identity } from './identity.ts';
import type { Infer } from './infer.ts';
import type { ParamsAsObject, ParamsObj, ReducerCtx, ScheduleTableForParams } from './reducers.ts';
import type { Random } from './rng.ts';
import type { UnitBuilder } from './scalar_builders.ts';
import type { UntypedSchemaDef } from './table_types.ts';
import type { Timestamp } from './timestamp.ts';
import type { TypeBuilder } from './type_builder.ts';
import type { Uuid } from './uuid.ts';

/** The context inside `withTx`: as in a reducer. */
export interface TransactionCtx<S extends UntypedSchemaDef> extends ReducerCtx<S> {}

export type ProcedureAliasViews<S extends UntypedSchemaDef> = S extends { namespaces: infer N }
  ? { readonly [K in keyof N]: N[K] extends UntypedSchemaDef ? ProcedureCtx<N[K]> : never }
  : {};

/** What a procedure is given besides its arguments: no database, except inside `withTx`. */
export interface ProcedureCtx<S extends UntypedSchemaDef> {
  readonly sender: Identity;
  readonly databaseIdentity: Identity;
  /** The same as `databaseIdentity`. */
  readonly identity: Identity;
  readonly timestamp: Timestamp;
  readonly connectionId: ConnectionId | null;
  readonly http: HttpClient;
  readonly random: Random;
  readonly as: ProcedureAliasViews<S>;
  /** Runs `body` in a transaction and commits it; `body` may run a second time, and is rolled back when it throws. */
  withTx<T>(body: (ctx: TransactionCtx<S>) => T): T;
  newUuidV4(): Uuid;
  newUuidV7(): Uuid;
}

export type ProcedureFn<S extends UntypedSchemaDef, Params extends ParamsObj, Ret extends TypeBuilder<any, any>> = (
  ctx: ProcedureCtx<S>,
  args: ParamsAsObject<Params>
) => Infer<Ret>;

export type ProcedureExport<S extends UntypedSchemaDef, Params extends ParamsObj, Ret extends TypeBuilder<any, any>> =
  ProcedureFn<S, Params, Ret> & ModuleExport;

export interface ProcedureOpts<Params extends ParamsObj = ParamsObj, Ret extends TypeBuilder<any, any> = TypeBuilder<any, any>> {
  /** The procedure's name for clients; by default the name it is exported by. */
  name?: string;
  /** Run this procedure, which must return unit, for each due row of a table. */
  onSchedule?: Ret extends UnitBuilder ? ScheduleTableForParams<Params> : never;
}
