// `schema`: the tables of a module, and the methods that define its functions.
import type { ColumnBuilder } from './columns.ts';
import { exportContext, functionExport, type ModuleExport, plainExport, registerExport } from './exports.ts';
import { moduleHooks, otherModules } from './host.ts';
import type { HandlerFn, HttpHandlerExport, HttpHandlerOpts, Router } from './http_handlers.ts';
import { Lifecycle } from './module_def.ts';
import type { ProcedureExport, ProcedureFn, ProcedureOpts } from './procedures.ts';
import type { ParamsObj, Reducer, ReducerExport, ReducerOpts } from './reducers.ts';
import { makeHooks, type ModuleHooks } from './runtime.ts';
import { SchemaDefinition } from './schema_definition.ts';
import { TableSchema, type UntypedTableSchema } from './table.ts';
import type { UntypedSchemaDef } from './table_types.ts';
import { TypeBuilder } from './type_builder.ts';
import type { AnonymousViewFn, AtMostOnePrimaryKey, ViewExport, ViewFn, ViewOpts, ViewReturnTypeBuilder } from './views.ts';

/** How names of tables, columns and functions are turned into names for clients. */
export const CaseConversionPolicy = {
  None: { tag: 'None' },
  SnakeCase: { tag: 'SnakeCase' },
} as const;
export type CaseConversionPolicy = { tag: 'None' } | { tag: 'SnakeCase' };

export interface ModuleSettings {
  /** By default SnakeCase. */
  CASE_CONVERSION_POLICY?: CaseConversionPolicy;
}

/** The key of what a schema registers. */
export const definitionOf: unique symbol = Symbol('definition');

export class Schema<S extends UntypedSchemaDef> {
  /** Only a type: the tables and submodules. */
  declare readonly schemaType: S;
  readonly [definitionOf]: SchemaDefinition;

  constructor(definition: SchemaDefinition) {
    this[definitionOf] = definition;
  }

  [moduleHooks](exports: object): ModuleHooks {
    const definition = this[definitionOf];
    definition.registerExports(exports, 'refuse');
    return makeHooks(definition);
  }

  /** Defines a reducer: a function that clients call and that runs in one transaction. */
  reducer<Params extends ParamsObj>(params: Params, fn: Reducer<S, Params>): ReducerExport<S, Params>;
  reducer(fn: Reducer<S, {}>): ReducerExport<S, {}>;
  reducer<Params extends ParamsObj>(opts: ReducerOpts<Params>, params: Params, fn: Reducer<S, Params>): ReducerExport<S, Params>;
  reducer(opts: ReducerOpts<{}>, fn: Reducer<S, {}>): ReducerExport<S, {}>;
  reducer(...args: any[]): any {
    const fn = args.pop();
    const last = args.pop();
    if (last === undefined) {
      return this.makeReducer({}, {}, fn);
    }
    const first = args.pop();
    if (first !== undefined) {
      return this.makeReducer(first, last, fn);
    }
    return isOptions(last) ? this.makeReducer(last, {}, fn) : this.makeReducer({}, last, fn);
  }

  /** Runs once, when the module is published for the first time. */
  init(fn: Reducer<S, {}>): ReducerExport<S, {}>;
  init(opts: ReducerOpts<{}>, fn: Reducer<S, {}>): ReducerExport<S, {}>;
  init(...args: any[]): any {
    return this.makeLifecycle(Lifecycle.init, args);
  }

  /** Runs when a client connects; an error refuses the client. */
  clientConnected(fn: Reducer<S, {}>): ReducerExport<S, {}>;
  clientConnected(opts: ReducerOpts<{}>, fn: Reducer<S, {}>): ReducerExport<S, {}>;
  clientConnected(...args: any[]): any {
    return this.makeLifecycle(Lifecycle.clientConnected, args);
  }

  /** Runs when a client has disconnected. */
  clientDisconnected(fn: Reducer<S, {}>): ReducerExport<S, {}>;
  clientDisconnected(opts: ReducerOpts<{}>, fn: Reducer<S, {}>): ReducerExport<S, {}>;
  clientDisconnected(...args: any[]): any {
    return this.makeLifecycle(Lifecycle.clientDisconnected, args);
  }

  /**
   * Defines rows that clients read like a table, computed for each caller. With parameters, clients give the
   * arguments in the query: `SELECT * FROM near(10, 20)`.
   */
  view<Ret extends ViewReturnTypeBuilder, F extends ViewFn<S, Ret>>(
    opts: ViewOpts,
    ret: Ret,
    fn: F,
    ..._: AtMostOnePrimaryKey<Ret>
  ): ViewExport<F>;
  view<Params extends ParamsObj, Ret extends ViewReturnTypeBuilder, F extends ViewFn<S, Ret, Params>>(
    opts: ViewOpts,
    params: Params,
    ret: Ret,
    fn: F,
    ..._: AtMostOnePrimaryKey<Ret>
  ): ViewExport<F>;
  view(opts: ViewOpts, ...args: any[]): any {
    return this.makeView(false, opts, args);
  }

  /** Defines rows that clients read like a table, the same for all callers; with parameters as `view`. */
  anonymousView<Ret extends ViewReturnTypeBuilder, F extends AnonymousViewFn<S, Ret>>(
    opts: ViewOpts,
    ret: Ret,
    fn: F,
    ..._: AtMostOnePrimaryKey<Ret>
  ): ViewExport<F>;
  anonymousView<Params extends ParamsObj, Ret extends ViewReturnTypeBuilder, F extends AnonymousViewFn<S, Ret, Params>>(
    opts: ViewOpts,
    params: Params,
    ret: Ret,
    fn: F,
    ..._: AtMostOnePrimaryKey<Ret>
  ): ViewExport<F>;
  anonymousView(opts: ViewOpts, ...args: any[]): any {
    return this.makeView(true, opts, args);
  }

  /** Defines a function that returns a value, may use HTTP, and opens transactions by itself. */
  procedure<Params extends ParamsObj, Ret extends TypeBuilder<any, any>>(
    params: Params,
    ret: Ret,
    fn: ProcedureFn<S, Params, Ret>
  ): ProcedureExport<S, Params, Ret>;
  procedure<Ret extends TypeBuilder<any, any>>(ret: Ret, fn: ProcedureFn<S, {}, Ret>): ProcedureExport<S, {}, Ret>;
  procedure<Params extends ParamsObj, Ret extends TypeBuilder<any, any>>(
    opts: ProcedureOpts<Params, Ret>,
    params: Params,
    ret: Ret,
    fn: ProcedureFn<S, Params, Ret>
  ): ProcedureExport<S, Params, Ret>;
  procedure<Ret extends TypeBuilder<any, any>>(
    opts: ProcedureOpts<{}, Ret>,
    ret: Ret,
    fn: ProcedureFn<S, {}, Ret>
  ): ProcedureExport<S, {}, Ret>;
  procedure(...args: any[]): any {
    const fn = args.pop();
    const ret = args.pop();
    const params = args.length === 2 || (args.length === 1 && !isOptions(args[0])) ? args.pop() : {};
    const opts = args.pop() ?? {};
    const definition = this[definitionOf];
    return functionExport(definition, fn, (self, name) => definition.addProcedure(self, name, params, ret, opts, fn));
  }

  /** Defines a function that answers HTTP requests; a router says which. */
  httpHandler(fn: HandlerFn<S>): HttpHandlerExport<S>;
  httpHandler(opts: HttpHandlerOpts, fn: HandlerFn<S>): HttpHandlerExport<S>;
  httpHandler(...args: any[]): any {
    const fn = args.pop();
    const opts = args.pop() ?? {};
    const definition = this[definitionOf];
    return functionExport(definition, fn, (self, name) => definition.addHttpHandler(self, name, opts, fn));
  }

  httpRouter(router: Router): ModuleExport {
    const definition = this[definitionOf];
    return plainExport(definition, () => definition.addRouter(router));
  }

  /** Several exports as one; each takes the name of its key. */
  exportGroup(exports: Record<string, ModuleExport>): ModuleExport {
    const definition = this[definitionOf];
    return plainExport(definition, () => {
      for (const [name, value] of Object.entries(exports)) {
        definition.register(value, name);
      }
    });
  }

  readonly clientVisibilityFilter = {
    /** Lets clients see only the rows that a query selects. */
    sql: (filter: string): ModuleExport => {
      const definition = this[definitionOf];
      return plainExport(definition, () => definition.addRowLevelSecurity(filter));
    },
  };

  private makeReducer(opts: ReducerOpts<any>, params: ParamsObj, fn: Reducer<S, any>, lifecycle?: Lifecycle): any {
    const definition = this[definitionOf];
    return functionExport(definition, fn, (self, name) => definition.addReducer(self, name, params, opts, lifecycle, fn));
  }

  private makeLifecycle(event: Lifecycle, args: any[]): any {
    const fn = args.pop();
    return this.makeReducer(args.pop() ?? {}, {}, fn, event);
  }

  private makeView(isAnonymous: boolean, opts: ViewOpts, args: any[]): any {
    const definition = this[definitionOf];
    const fn = args.pop();
    const ret = args.pop();
    const params = args.pop() ?? {};
    return functionExport(definition, fn, (self, name) => definition.addView(self, name, isAnonymous, params, ret, opts, fn));
  }
}

/** Whether an object holds options rather than parameters, whose values are all builders. */
function isOptions(value: object): boolean {
  const { name, onSchedule } = value as { name?: unknown; onSchedule?: unknown };
  return typeof name === 'string' || onSchedule instanceof TableSchema;
}

export type InferSchema<T extends Schema<any>> = T extends Schema<infer S> ? S : never;

type Submodule = { default: Schema<any>; [name: string]: unknown };
type SchemaEntry = UntypedTableSchema | Submodule;

/** A table of a schema, with what its types depend on. */
export type TableToSchema<Accessor extends string, T> =
  T extends TableSchema<infer Row extends Record<string, ColumnBuilder<any, any, any>>, infer Idx>
    ? { accessorName: Accessor; columns: Row; indexes: Idx }
    : never;

/** The tables and submodules that `schema` is given, as a type. */
export type SchemaOf<H extends Record<string, SchemaEntry>> = {
  tables: { readonly [K in keyof H & string as H[K] extends UntypedTableSchema ? K : never]: TableToSchema<K, H[K]> };
  namespaces: {
    readonly [K in keyof H & string as H[K] extends { default: Schema<any> } ? K : never]: H[K] extends {
      default: Schema<infer S>;
    }
      ? S
      : never;
  };
};

/** Puts tables together: `const spacetimedb = schema({ user, message }); export default spacetimedb;` */
export function schema<const H extends Record<string, SchemaEntry>>(entries: H, settings: ModuleSettings = {}): Schema<SchemaOf<H>> {
  const definition = new SchemaDefinition();
  if (settings.CASE_CONVERSION_POLICY !== undefined) {
    definition.collector.def.caseConversion = settings.CASE_CONVERSION_POLICY.tag === 'None' ? 0 : 1;
  }
  for (const [name, entry] of Object.entries<any>(entries)) {
    if (entry instanceof TableSchema) {
      definition.addTable(name, entry);
    } else if (entry?.default instanceof Schema) {
      const submodule: SchemaDefinition = entry.default[definitionOf];
      submodule.registerExports(entry, 'skip');
      if (submodule.isForeign) {
        otherModules().foreign_module(name);
      }
      definition.collector.def.submodules.push({ namespace: name, module: submodule.collector.def });
      definition.submodules.push({ namespace: name, definition: submodule });
    } else {
      throw new TypeError(`schema entry "${name}" is neither a table nor a module with a schema as its default export`);
    }
  }
  return new Schema(definition);
}

export { exportContext, registerExport };
