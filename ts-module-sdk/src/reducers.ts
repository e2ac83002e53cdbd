// Reducers and their context, as types.
import type { ColumnBuilder } from './columns.ts';
import type { RowBuilder } from './compound_builders.ts';
import type { ConnectionId } from './connection_id.ts';
import type { Identity } from './identity.ts';
import type { RowObjType } from './infer.ts';
import type { ModuleExport } from './exports.ts';
import type { Random } from './rng.ts';
import type { TableSchema } from './table.ts';
import type { DbView, UntypedSchemaDef } from './table_types.ts';
import type { Timestamp } from './timestamp.ts';
import type { TypeBuilder } from './type_builder.ts';
import type { Uuid } from './uuid.ts';

/** Parameters by name. */
export type ParamsObj = Record<string, TypeBuilder<any, any> | ColumnBuilder<any, any, any>>;
export type ParamsAsObject<Params extends ParamsObj> = RowObjType<Params>;

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** What a caller's token says. */
export interface JwtClaims {
  readonly rawPayload: string;
  readonly subject: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly identity: Identity;
  readonly fullPayload: JsonObject;
}

/** Who calls, and how they proved it. */
export type AuthCtx = Readonly<{
  /** Whether the database itself calls: schedules, init. */
  isInternal: boolean;
  hasJWT: boolean;
  jwt: JwtClaims | null;
}>;

/** Contexts of the submodules. */
export type AliasViews<S extends UntypedSchemaDef> = S extends { namespaces: infer N }
  ? { readonly [K in keyof N]: N[K] extends UntypedSchemaDef ? ReducerCtx<N[K]> : never }
  : {};

/** What a reducer is given besides its arguments. */
export type ReducerCtx<S extends UntypedSchemaDef> = Readonly<{
  sender: Identity;
  databaseIdentity: Identity;
  /** The same as `databaseIdentity`. */
  identity: Identity;
  timestamp: Timestamp;
  connectionId: ConnectionId | null;
  db: DbView<S>;
  senderAuth: AuthCtx;
  random: Random;
  as: AliasViews<S>;
  newUuidV4(): Uuid;
  newUuidV7(): Uuid;
}>;

export type Reducer<S extends UntypedSchemaDef, Params extends ParamsObj> = (
  ctx: ReducerCtx<S>,
  args: ParamsAsObject<Params>
) => void;

/** A reducer ready to be exported; it can also be called directly. */
export interface ReducerExport<S extends UntypedSchemaDef, Params extends ParamsObj> extends Reducer<S, Params>, ModuleExport {}

/** The table whose rows a function with these parameters can be scheduled by. */
export type ScheduleTableForParams<Params> = Params[keyof Params] extends RowBuilder<infer Row>
  ? Row extends Record<string, ColumnBuilder<any, any, any>>
    ? TableSchema<Row, any>
    : never
  : never;

export interface ReducerOpts<Params extends ParamsObj = ParamsObj> {
  /** The reducer's name for clients; by default the name it is exported by. */
  name?: string;
  /** Run this reducer for each row of a table with a scheduleAt column, when the row is due. */
  onSchedule?: ScheduleTableForParams<Params>;
}
