// What functions are given: the contexts of reducers, procedures, HTTP handlers and views.
import type { ConnectionId } from './connection_id.ts';
import { type HttpClient, httpClient } from './http.ts';
import { sys } from './host.ts';
import { Identity } from './identity.ts';
import { makeQueryBuilder } from './query.ts';
import type { AuthCtx, JsonObject, JwtClaims } from './reducers.ts';
import { makeRandom, type Random } from './rng.ts';
import type { SchemaDefinition } from './schema_definition.ts';
import { makeTable } from './table_access.ts';
import { decoder } from './text.ts';
import { Timestamp } from './timestamp.ts';
import { Uuid } from './uuid.ts';

const NO_ALIASES = Object.freeze({});
const UUID_V4_BYTES = 16;
const UUID_V7_BYTES = 4;

/** A schema at its place: the root module, or a submodule under a path such as `lib.`. */
export class Scope {
  readonly definition: SchemaDefinition;
  readonly prefix: string;
  readonly children: { namespace: string; scope: Scope }[];
  #db: any;
  #from: any;

  constructor(definition: SchemaDefinition, prefix: string) {
    this.definition = definition;
    this.prefix = prefix;
    this.children = definition.submodules.map(({ namespace, definition: child }) => ({
      namespace,
      scope: new Scope(child, `${prefix}${namespace}.`),
    }));
  }

  /** The tables; resolved at the first call, because the host knows no names before. */
  get db(): any {
    return (this.#db ??= this.makeDb());
  }

  /** The tables as queries. */
  get from(): any {
    return (this.#from ??= makeQueryBuilder(this.definition.tables, this.prefix));
  }

  private makeDb(): object {
    const db: Record<string, unknown> = {};
    for (const { accessor, schema, def } of this.definition.tables) {
      db[accessor] = makeTable(schema, def, this.prefix);
    }
    for (const { namespace, scope } of this.children) {
      db[namespace] = scope.db;
    }
    return Object.freeze(db);
  }

  /** An object with one property for each submodule, made when it is asked for. */
  aliases(make: (scope: Scope) => unknown): object {
    if (this.children.length === 0) {
      return NO_ALIASES;
    }
    const aliases = {};
    for (const { namespace, scope } of this.children) {
      let made: unknown;
      Object.defineProperty(aliases, namespace, { get: () => (made ??= make(scope)), enumerable: true });
    }
    return aliases;
  }
}

let databaseIdentity: Identity | undefined;

class CallContext {
  readonly timestamp: Timestamp;
  #random: Random | undefined;
  #counter: { value: number } | undefined;

  constructor(timestamp: Timestamp) {
    this.timestamp = timestamp;
  }

  get databaseIdentity(): Identity {
    return (databaseIdentity ??= new Identity(sys.identity()));
  }

  get identity(): Identity {
    return this.databaseIdentity;
  }

  get random(): Random {
    return (this.#random ??= makeRandom(this.timestamp));
  }

  newUuidV4(): Uuid {
    return Uuid.fromRandomBytesV4(this.random.fill(new Uint8Array(UUID_V4_BYTES)));
  }

  newUuidV7(): Uuid {
    this.#counter ??= { value: 0 };
    return Uuid.fromCounterV7(this.#counter, this.timestamp, this.random.fill(new Uint8Array(UUID_V7_BYTES)));
  }
}

/** The context of a reducer, and of a transaction inside a procedure. */
export class ReducerContext extends CallContext {
  readonly sender: Identity;
  readonly connectionId: ConnectionId | null;
  readonly db: any;
  readonly #scope: Scope;
  #auth: AuthCtx | undefined;
  #as: object | undefined;

  constructor(scope: Scope, sender: Identity, connectionId: ConnectionId | null, timestamp: Timestamp) {
    super(timestamp);
    this.sender = sender;
    this.connectionId = connectionId;
    this.db = scope.db;
    this.#scope = scope;
  }

  /** What stands before the names of the module that `ctx` is for. */
  static prefixOf(ctx: unknown): string {
    if (!(ctx instanceof ReducerContext)) {
      throw new TypeError('expected the context of the module as the first argument, such as ctx.as.NAME');
    }
    return ctx.#scope.prefix;
  }

  get senderAuth(): AuthCtx {
    return (this.#auth ??= authOf(this.sender, this.connectionId, this.databaseIdentity));
  }

  get as(): object {
    return (this.#as ??= this.#scope.aliases(
      scope => new ReducerContext(scope, this.sender, this.connectionId, this.timestamp)
    ));
  }
}

/** Without a connection there is no token; the database itself calls as its own identity. */
function authOf(sender: Identity, connectionId: ConnectionId | null, database: Identity): AuthCtx {
  if (connectionId === null) {
    return Object.freeze({ isInternal: sender.isEqual(database), hasJWT: false, jwt: null });
  }
  const payload = sys.get_jwt_payload(connectionId.__connection_id__);
  if (payload.length === 0) {
    return Object.freeze({ isInternal: false, hasJWT: false, jwt: null });
  }
  const claims = new Claims(decoder.decode(payload), sender);
  return Object.freeze({ isInternal: false, hasJWT: true, jwt: claims });
}

class Claims implements JwtClaims {
  readonly rawPayload: string;
  readonly fullPayload: JsonObject;
  readonly identity: Identity;

  constructor(rawPayload: string, identity: Identity) {
    const payload: unknown = JSON.parse(rawPayload);
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
      throw new TypeError('payload of a token, expected a JSON object');
    }
    this.rawPayload = rawPayload;
    this.fullPayload = payload as JsonObject;
    this.identity = identity;
  }

  get subject(): string {
    return this.fullPayload.sub as string;
  }

  get issuer(): string {
    return this.fullPayload.iss as string;
  }

  get audience(): readonly string[] {
    const audience = this.fullPayload.aud;
    if (audience === undefined || audience === null) return [];
    return (Array.isArray(audience) ? audience : [audience]) as string[];
  }
}

/**
 * Runs `body` in a transaction. When the commit fails, the body runs once more in a new one; when the body throws,
 * nothing is committed.
 */
function runTransaction<T>(makeContext: (timestamp: Timestamp) => ReducerContext, body: (ctx: any) => T): T {
  const attempt = (): T => {
    const timestamp = new Timestamp(sys.procedure_start_mut_tx());
    try {
      return body(makeContext(timestamp));
    } catch (error) {
      sys.procedure_abort_mut_tx();
      throw error;
    }
  };
  const result = attempt();
  try {
    sys.procedure_commit_mut_tx();
    return result;
  } catch {
    sys.console_log(1, 'commit of a transaction failed, the transaction runs again');
  }
  const second = attempt();
  sys.procedure_commit_mut_tx();
  return second;
}

/** What procedures and HTTP handlers have in common. */
class OutsideContext extends CallContext {
  protected readonly scope: Scope;

  constructor(scope: Scope, timestamp: Timestamp) {
    super(timestamp);
    this.scope = scope;
    Object.defineProperty(this, 'scope', { enumerable: false });
  }

  get http(): HttpClient {
    return httpClient;
  }
}

export class ProcedureContext extends OutsideContext {
  readonly sender: Identity;
  readonly connectionId: ConnectionId | null;
  #as: object | undefined;

  constructor(scope: Scope, sender: Identity, connectionId: ConnectionId | null, timestamp: Timestamp) {
    super(scope, timestamp);
    this.sender = sender;
    this.connectionId = connectionId;
  }

  get as(): object {
    return (this.#as ??= this.scope.aliases(
      scope => new ProcedureContext(scope, this.sender, this.connectionId, this.timestamp)
    ));
  }

  withTx<T>(body: (ctx: any) => T): T {
    return runTransaction(
      timestamp => new ReducerContext(this.scope, this.sender, this.connectionId, timestamp),
      body
    );
  }
}

export class HandlerContext extends OutsideContext {
  #as: object | undefined;

  get as(): object {
    return (this.#as ??= this.scope.aliases(scope => new HandlerContext(scope, this.timestamp)));
  }

  /** Transactions of handlers have no sender and no connection. */
  withTx<T>(body: (ctx: any) => T): T {
    return runTransaction(timestamp => new ReducerContext(this.scope, Identity.zero(), null, timestamp), body);
  }
}
