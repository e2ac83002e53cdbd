// The hooks that the host calls: describe the module, run a function.
import { BinaryReader } from './bsatn_reader.ts';
import { BinaryWriter } from './bsatn_writer.ts';
import { ConnectionId } from './connection_id.ts';
import { HandlerContext, ProcedureContext, ReducerContext, Scope } from './context.ts';
import { errorConstructor, SenderError } from './errors.ts';
import { decodeRequest, encodeResponse } from './http_handlers.ts';
import { Identity } from './identity.ts';
import { encodeModuleDef } from './module_def.ts';
import { isRowTypedQuery, toSql } from './query.ts';
import type { ProcedureRuntime, ReducerRuntime, SchemaDefinition, ViewRuntime } from './schema_definition.ts';
import { Timestamp } from './timestamp.ts';

export interface ModuleHooks {
  __describe_module__(): Uint8Array;
  __get_error_constructor__(code: number): new (message: string) => Error;
  readonly __sender_error_class__: new (message: string) => Error;
  __call_reducer__(id: number, sender: bigint, connection: bigint, timestamp: bigint, args: DataView): void;
  __call_view__(id: number, sender: bigint, args: Uint8Array): { data: Uint8Array };
  __call_view_anon__(id: number, args: Uint8Array): { data: Uint8Array };
  __call_procedure__(id: number, sender: bigint, connection: bigint, timestamp: bigint, args: Uint8Array): Uint8Array;
  __call_http_handler__(id: number, timestamp: bigint, request: Uint8Array, body: Uint8Array): [Uint8Array, Uint8Array];
}

/** A function and the schema it belongs to. */
type Located<T> = T & { scope: Scope };

interface Functions {
  reducers: Located<ReducerRuntime>[];
  procedures: Located<ProcedureRuntime>[];
  views: Located<ViewRuntime>[];
  anonymousViews: Located<ViewRuntime>[];
}

/** Numbers all functions as the host does: those of the module, then those of each submodule, depth first. */
function collect(scope: Scope, all: Functions): Functions {
  const { definition } = scope;
  if (definition.isForeign) {
    return all;
  }
  all.reducers.push(...definition.reducers.map(entry => ({ ...entry, scope })));
  all.procedures.push(...definition.procedures.map(entry => ({ ...entry, scope })));
  all.views.push(...definition.views.map(entry => ({ ...entry, scope })));
  all.anonymousViews.push(...definition.anonymousViews.map(entry => ({ ...entry, scope })));
  for (const child of scope.children) {
    collect(child.scope, all);
  }
  return all;
}

/** The host cuts stack traces at the frame of this name. */
function __spacetimedb_end_short_backtrace(fn: (ctx: any, args: any) => unknown, ctx: unknown, args: unknown): unknown {
  return fn(ctx, args);
}

const VIEW_ROWS = 0;
const VIEW_SQL = 1;

function encodeView(view: ViewRuntime, result: any): { data: Uint8Array } {
  const w = new BinaryWriter(1024);
  if (isRowTypedQuery(result)) {
    w.writeU8(VIEW_SQL);
    w.writeString(toSql(result));
  } else {
    w.writeU8(VIEW_ROWS);
    if (!view.isOption) {
      view.returns.write(w, Array.isArray(result) ? result : [...result]);
    } else if (result === undefined || result === null) {
      w.writeU32(0);
    } else {
      w.writeU32(1);
      view.returns.write(w, result);
    }
  }
  return { data: w.getBuffer() };
}

function connectionOf(id: bigint): ConnectionId | null {
  return id === 0n ? null : new ConnectionId(id);
}

class Hooks implements ModuleHooks {
  readonly #definition: SchemaDefinition;
  readonly #root: Scope;
  readonly #functions: Functions;

  constructor(definition: SchemaDefinition) {
    this.#definition = definition;
    this.#root = new Scope(definition, '');
    this.#functions = collect(this.#root, { reducers: [], procedures: [], views: [], anonymousViews: [] });
  }

  __describe_module__(): Uint8Array {
    return encodeModuleDef(this.#definition.collector.def);
  }

  __get_error_constructor__(code: number): new (message: string) => Error {
    return errorConstructor(code);
  }

  get __sender_error_class__(): typeof SenderError {
    return SenderError;
  }

  __call_reducer__(id: number, sender: bigint, connection: bigint, timestamp: bigint, args: DataView): void {
    const reducer = this.#functions.reducers[id]!;
    const values = reducer.params.read(new BinaryReader(args));
    const ctx = new ReducerContext(
      reducer.scope, new Identity(sender), connectionOf(connection), new Timestamp(timestamp)
    );
    __spacetimedb_end_short_backtrace(reducer.fn, ctx, values);
  }

  __call_view__(id: number, sender: bigint, args: Uint8Array): { data: Uint8Array } {
    const view = this.#functions.views[id]!;
    const values = view.params.read(new BinaryReader(args));
    const ctx = Object.freeze({ sender: new Identity(sender), db: view.scope.db, from: view.scope.from });
    return encodeView(view, __spacetimedb_end_short_backtrace(view.fn, ctx, values));
  }

  __call_view_anon__(id: number, args: Uint8Array): { data: Uint8Array } {
    const view = this.#functions.anonymousViews[id]!;
    const values = view.params.read(new BinaryReader(args));
    const ctx = Object.freeze({ db: view.scope.db, from: view.scope.from });
    return encodeView(view, __spacetimedb_end_short_backtrace(view.fn, ctx, values));
  }

  __call_procedure__(id: number, sender: bigint, connection: bigint, timestamp: bigint, args: Uint8Array): Uint8Array {
    const procedure = this.#functions.procedures[id]!;
    const values = procedure.params.read(new BinaryReader(args));
    const ctx = new ProcedureContext(
      procedure.scope, new Identity(sender), connectionOf(connection), new Timestamp(timestamp)
    );
    const result = __spacetimedb_end_short_backtrace(procedure.fn, ctx, values);
    const w = new BinaryWriter(256);
    procedure.returns.write(w, result);
    return w.getBuffer();
  }

  __call_http_handler__(id: number, timestamp: bigint, request: Uint8Array, body: Uint8Array): [Uint8Array, Uint8Array] {
    const handler = this.#definition.httpHandlers[id]!;
    const ctx = new HandlerContext(this.#root, new Timestamp(timestamp));
    const response = __spacetimedb_end_short_backtrace(handler, ctx, decodeRequest(request, body));
    return encodeResponse(response);
  }
}

export function makeHooks(definition: SchemaDefinition): ModuleHooks {
  return new Hooks(definition);
}
