// The SDK for module authors: `import { schema, table, t } from 'stele/server'`.
import './console.ts';

export { t } from './t.ts';
export { schema, Schema, CaseConversionPolicy, type InferSchema, type ModuleSettings } from './schema.ts';
export type { ModuleExport } from './exports.ts';
export { foreignModule, type ForeignModule, type ForeignModuleOpts } from './foreign_modules.ts';
export { table, type TableOpts, type TableSchema } from './table.ts';
export { errors, SenderError, SpacetimeHostError } from './errors.ts';
export { Range, type Bound } from './range.ts';
export { toCamelCase } from './names.ts';
export { ScheduleAt, TimeDuration, Timestamp } from './timestamp.ts';
export { Identity } from './identity.ts';
export { ConnectionId } from './connection_id.ts';
export { Uuid } from './uuid.ts';
export type { Random } from './rng.ts';

export type { AuthCtx, JwtClaims, ParamsAsObject, ParamsObj, Reducer, ReducerCtx, ReducerExport, ReducerOpts } from './reducers.ts';
export type { ProcedureCtx, ProcedureExport, ProcedureOpts, TransactionCtx } from './procedures.ts';
export type { AnonymousViewCtx, ViewCtx, ViewExport } from './views.ts';
export type { DbView, IndexOpts, ReadonlyDbView, RowType, Table, UntypedSchemaDef } from './table_types.ts';

export * from './query.ts';

export { Headers, SyncResponse, type BodyInit, type HeadersInit, type ResponseInit } from './http.ts';
export { Request, Router, type HandlerContext, type HttpHandlerExport, type RequestInit } from './http_handlers.ts';

export type { AlgebraicTypeType } from './algebraic_type.ts';
export { ColumnBuilder, type ColumnMetadata, type IndexTypes } from './columns.ts';
export * from './column_aliases.ts';
export { TypeBuilder } from './type_builder.ts';
export * from './scalar_builders.ts';
export {
  ArrayBuilder, OptionBuilder, ProductBuilder, RefBuilder, ResultBuilder, RowBuilder, SimpleSumBuilder, SumBuilder,
} from './compound_builders.ts';
export type {
  ElementsObj, Infer, InferSpacetimeTypeOfRow, InferSpacetimeTypeOfTypeBuilder, InferTypeOfParams, InferTypeOfRow,
  InferTypeOfTypeBuilder, RowObj, VariantsObj,
} from './infer.ts';
