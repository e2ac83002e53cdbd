// Views and their contexts, as types.
import type { ColumnBuilder } from './columns.ts';
import type { ArrayBuilder, OptionBuilder, RowBuilder } from './compound_builders.ts';
import type { ModuleExport } from './exports.ts';
import type { Identity } from './identity.ts';
import type { Infer } from './infer.ts';
import type { QueryBuilder, RowTypedQuery } from './query.ts';
import type { ParamsAsObject, ParamsObj } from './reducers.ts';
import type { ReadonlyDbView, UntypedSchemaDef } from './table_types.ts';
import type { TypeBuilder } from './type_builder.ts';

export type ViewCtx<S extends UntypedSchemaDef> = Readonly<{
  sender: Identity;
  db: ReadonlyDbView<S>;
  /** Queries over the tables, to be returned instead of rows. */
  from: QueryBuilder<S>;
}>;

export type AnonymousViewCtx<S extends UntypedSchemaDef> = Readonly<{
  db: ReadonlyDbView<S>;
  from: QueryBuilder<S>;
}>;

export type ViewOpts = {
  /** The view's name for clients; by default the name it is exported by. */
  name?: string;
  public: true;
};

/** An array of rows or an optional row. */
export type ViewReturnTypeBuilder = TypeBuilder<readonly object[], any> | TypeBuilder<object | undefined, any>;

type RowOf<T> = T extends readonly (infer Row)[] ? Row : never;

export type ViewFn<S extends UntypedSchemaDef, Ret extends ViewReturnTypeBuilder, Params extends ParamsObj = {}> =
  | ((ctx: ViewCtx<S>, args: ParamsAsObject<Params>) => Infer<Ret>)
  | ((ctx: ViewCtx<S>, args: ParamsAsObject<Params>) => RowTypedQuery<RowOf<Infer<Ret>>>);

export type AnonymousViewFn<S extends UntypedSchemaDef, Ret extends ViewReturnTypeBuilder, Params extends ParamsObj = {}> =
  | ((ctx: AnonymousViewCtx<S>, args: ParamsAsObject<Params>) => Infer<Ret>)
  | ((ctx: AnonymousViewCtx<S>, args: ParamsAsObject<Params>) => RowTypedQuery<RowOf<Infer<Ret>>>);

export type ViewExport<F> = F & ModuleExport;

type ReturnedRow<Ret> = Ret extends ArrayBuilder<RowBuilder<infer Row>> ? Row : Ret extends OptionBuilder<RowBuilder<infer Row>> ? Row : never;
type PrimaryKeys<Row> = {
  [K in keyof Row & string]: Row[K] extends ColumnBuilder<any, any, infer M> ? (M extends { isPrimaryKey: true } ? K : never) : never;
}[keyof Row & string];
type IsUnion<T, All = T> = [T] extends [never] ? false : T extends any ? ([All] extends [T] ? false : true) : false;

/** A further argument that nobody can give, when the returned rows have two primary keys. */
export type AtMostOnePrimaryKey<Ret> =
  IsUnion<PrimaryKeys<ReturnedRow<Ret>>> extends true
    ? [error: { 'the returned row has more than one primaryKey()': PrimaryKeys<ReturnedRow<Ret>> }]
    : [];
