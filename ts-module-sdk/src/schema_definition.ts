// A schema while its module registers itself: the definition, and the functions to run by their numbers.
import { addMember, type Codec, type ProductShape, productCodec } from './codec.ts';
import { specialise } from './codegen.ts';
import { RowBuilder } from './compound_builders.ts';
import { exportContext, isModuleExport, type ModuleExport, registerExport } from './exports.ts';
import type { Router } from './http_handlers.ts';
import { ModuleCollector } from './module_collector.ts';
import type { Lifecycle, TableDef } from './module_def.ts';
import { toPascalCase } from './names.ts';
import type { ParamsObj } from './reducers.ts';
import type { UntypedTableSchema } from './table.ts';
import { codecOf, type TypeBuilder, underlying } from './type_builder.ts';

export interface ReducerRuntime {
  fn: (ctx: any, args: any) => unknown;
  params: Codec;
}

export interface ProcedureRuntime {
  fn: (ctx: any, args: any) => unknown;
  params: Codec;
  returns: Codec;
}

export interface ViewRuntime {
  fn: (ctx: any, args: any) => unknown;
  params: Codec;
  returns: Codec;
  /** An optional row goes to the host as an array of at most one. */
  isOption: boolean;
}

export interface SchemaTable {
  accessor: string;
  schema: UntypedTableSchema;
  def: TableDef;
}

/** The options that reducers, procedures and views have in common. */
export interface FunctionOpts {
  name?: string;
  onSchedule?: unknown;
}

function paramsOf(params: ParamsObj | RowBuilder<any>): [string, TypeBuilder<any, any>][] {
  const row: RowBuilder<any> = params instanceof RowBuilder ? params : new RowBuilder(params);
  return Object.entries<any>(row.row).map(([name, column]) => [name, column.typeBuilder]);
}

function paramsCodec(params: [string, TypeBuilder<any, any>][]): Codec {
  const shape: ProductShape = { names: [], kinds: [], codecs: [] };
  for (const [name, builder] of params) {
    addMember(shape, name, builder[codecOf]);
  }
  const codec = productCodec(shape);
  specialise(codec, shape);
  return codec;
}

export class SchemaDefinition {
  readonly collector = new ModuleCollector();
  /** Whether another program has the functions, and this only says what they look like. */
  isForeign = false;
  readonly tables: SchemaTable[] = [];
  readonly submodules: { namespace: string; definition: SchemaDefinition }[] = [];
  readonly reducers: ReducerRuntime[] = [];
  readonly procedures: ProcedureRuntime[] = [];
  readonly views: ViewRuntime[] = [];
  readonly anonymousViews: ViewRuntime[] = [];
  readonly httpHandlers: ((ctx: any, request: any) => any)[] = [];
  private readonly functionNames = new Set<string>();
  private readonly handlerNames = new Map<unknown, string>();
  private readonly exportNames = new Map<unknown, string>();
  private readonly schedules: { table: UntypedTableSchema; functionName: string }[] = [];
  private readonly routers: Router[] = [];
  private registered = false;

  addTable(accessor: string, schema: UntypedTableSchema): void {
    const def = schema.define(this.collector, accessor);
    this.collector.def.tables.push(def);
    this.tables.push({ accessor, schema, def });
  }

  /** Registers every export of a module, then what depends on all of them. */
  registerExports(exports: object, others: 'refuse' | 'skip'): void {
    if (this.registered) {
      return;
    }
    this.registered = true;
    for (const [name, value] of Object.entries(exports)) {
      if (name === 'default') {
        continue;
      }
      if (!isModuleExport(value)) {
        if (others === 'skip') continue;
        throw new TypeError(`export "${name}" is not a reducer, procedure, view, handler or filter of this module`);
      }
      this.register(value, name);
    }
    this.resolveSchedules();
    this.resolveRoutes();
  }

  register(value: ModuleExport, name: string): void {
    const owner = value[exportContext];
    if (owner !== undefined && owner !== this) {
      throw new TypeError(`export "${name}" belongs to another schema`);
    }
    value[registerExport](this, name);
  }

  addReducer(self: unknown, name: string, params: ParamsObj | RowBuilder<any>, opts: FunctionOpts, lifecycle: Lifecycle | undefined, fn: ReducerRuntime['fn']): void {
    this.nameFunction(self, name, opts);
    const def = this.collector.def;
    const row: RowBuilder<any> = params instanceof RowBuilder ? params : new RowBuilder(params);
    row.typeName ??= toPascalCase(name);
    const ref = this.collector.refOf(row);
    def.reducers.push({ sourceName: name, params: (def.types[ref] as any).value });
    this.reducers.push({ fn, params: row[codecOf] });
    if (lifecycle !== undefined) {
      def.lifecycle.push({ event: lifecycle, functionName: name });
    }
  }

  addProcedure(self: unknown, name: string, params: ParamsObj, returns: TypeBuilder<any, any>, opts: FunctionOpts, fn: ProcedureRuntime['fn']): void {
    // Procedures carry their given name themselves, without an entry among the explicit names.
    const sourceName = opts.name ?? name;
    this.nameFunction(self, sourceName, { onSchedule: opts.onSchedule });
    const members = paramsOf(params);
    this.collector.def.procedures.push({
      sourceName,
      params: { elements: members.map(([key, builder]) => ({ name: key, algebraicType: this.collector.typeOf(builder) })) },
      returnType: this.collector.typeOf(returns),
    });
    this.procedures.push({ fn, params: paramsCodec(members), returns: returns[codecOf] });
  }

  addView(self: unknown, name: string, isAnonymous: boolean, params: ParamsObj, returns: TypeBuilder<any, any>, opts: FunctionOpts & { public?: boolean }, fn: ViewRuntime['fn']): void {
    this.nameFunction(self, name, opts);
    const def = this.collector.def;
    const returnType = this.collector.typeOf(returns);
    const row = new RowBuilder(params, toPascalCase(name));
    const declared = (def.types[this.collector.refOf(row)] as any).value;
    const list = isAnonymous ? this.anonymousViews : this.views;
    def.views.push({
      sourceName: name, index: list.length, isPublic: opts.public === true, isAnonymous,
      params: declared, returnType,
    });
    const builder: any = returns[underlying];
    const returned = builder.element ?? builder.value;
    const keys = returned instanceof RowBuilder ? primaryKeys(returned) : [];
    if (keys.length > 0) {
      def.viewPrimaryKeys.push({ view: name, columns: keys });
    }
    const isOption = builder.element === undefined;
    list.push({ fn, params: row[codecOf], returns: isOption ? returned[codecOf] : builder[codecOf], isOption });
  }

  addHttpHandler(self: unknown, name: string, opts: FunctionOpts, fn: (ctx: any, request: any) => any): void {
    this.handlerNames.set(self, name);
    this.collector.def.httpHandlers.push(name);
    this.httpHandlers.push(fn);
    this.explicitFunctionName(name, opts);
  }

  addRouter(router: Router): void {
    this.routers.push(router);
  }

  addRowLevelSecurity(sql: string): void {
    this.collector.def.rowLevelSecurity.push(sql);
  }

  private nameFunction(self: unknown, name: string, opts: FunctionOpts): void {
    if (this.functionNames.has(name)) {
      throw new TypeError(`function "${name}" is defined twice`);
    }
    this.functionNames.add(name);
    this.exportNames.set(self, name);
    this.explicitFunctionName(name, opts);
    if (opts.onSchedule !== undefined) {
      this.schedules.push({ table: opts.onSchedule as UntypedTableSchema, functionName: name });
    }
  }

  private explicitFunctionName(sourceName: string, opts: FunctionOpts): void {
    if (opts.name !== undefined) {
      this.collector.def.explicitNames.push({ kind: 'function', sourceName, canonicalName: opts.name });
    }
  }

  private resolveSchedules(): void {
    for (const { accessor, schema } of this.tables) {
      if (schema.scheduled !== undefined) {
        const functionName = this.exportNames.get(schema.scheduled());
        if (functionName === undefined) {
          throw new TypeError(`table "${accessor}" is scheduled by a function that the module does not export`);
        }
        this.addSchedule(accessor, schema, functionName);
      }
    }
    for (const { table, functionName } of this.schedules) {
      const owner = this.tables.find(entry => entry.schema === table);
      if (owner === undefined) {
        throw new TypeError(`function "${functionName}" is scheduled by a table that is not in the schema`);
      }
      this.addSchedule(owner.accessor, table, functionName);
    }
  }

  private addSchedule(tableName: string, table: UntypedTableSchema, functionName: string): void {
    const column = table.scheduleAtCol;
    if (column === undefined) {
      throw new TypeError(`table "${tableName}" is scheduled, expected a column of type t.scheduleAt()`);
    }
    this.collector.def.schedules.push({ tableName, column, functionName });
  }

  private resolveRoutes(): void {
    for (const router of this.routers) {
      for (const { handler, method, path } of router.intoRoutes()) {
        const name = this.handlerNames.get(handler);
        if (name === undefined) {
          throw new TypeError(`route "${path}" leads to a handler that the module does not export`);
        }
        this.collector.def.httpRoutes.push({ handler: name, method, path });
      }
    }
  }
}

function primaryKeys(row: RowBuilder<any>): string[] {
  return Object.entries<any>(row.row)
    .filter(([, column]) => column.columnMetadata.isPrimaryKey === true)
    .map(([name]) => name);
}
