// HTTP handlers: requests that clients send to the database's own routes.
import { BinaryReader } from './bsatn_reader.ts';
import { BinaryWriter } from './bsatn_writer.ts';
import type { ModuleExport } from './exports.ts';
import { type BodyInit, type HeadersInit, type HttpClient, HttpMessage, SyncResponse } from './http.ts';
import { type HttpVersion, type MethodOrAny, readHeaders, readMethod, readVersion, writeHeaders, writeVersion } from './http_wire.ts';
import type { Identity } from './identity.ts';
import type { TransactionCtx } from './procedures.ts';
import type { Random } from './rng.ts';
import type { UntypedSchemaDef } from './table_types.ts';
import type { Timestamp } from './timestamp.ts';
import type { Uuid } from './uuid.ts';

/** Headers in which the host tells of the parameters in a path. */
const PARAM_PREFIX = 'x-path-';

export interface RequestInit {
  body?: BodyInit | null;
  headers?: HeadersInit;
  method?: string;
  version?: HttpVersion;
}

/** A request that a client sent, with its whole body at hand. */
export class Request extends HttpMessage {
  readonly method: string;
  readonly uri: string;
  #params: Record<string, string> | undefined;

  constructor(url: { toString(): string } | string, init: RequestInit = {}) {
    super(init.body, init.headers, init.version);
    this.method = init.method ?? 'GET';
    this.uri = String(url);
  }

  get url(): string {
    return this.uri;
  }

  /** What the segments `:name` of the route's path stand for. */
  get params(): Record<string, string> {
    this.#params ??= Object.fromEntries(
      this.headers
        .pairs()
        .filter(([name]) => name.startsWith(PARAM_PREFIX))
        .map(([name, value]) => [name.slice(PARAM_PREFIX.length), value]),
    );
    return this.#params;
  }
}

export type HandlerAliasViews<S extends UntypedSchemaDef> = S extends { namespaces: infer N }
  ? { readonly [K in keyof N]: N[K] extends UntypedSchemaDef ? HandlerContext<N[K]> : never }
  : {};

/** What a handler is given besides the request: no database, except inside `withTx`. */
export interface HandlerContext<S extends UntypedSchemaDef = UntypedSchemaDef> {
  readonly timestamp: Timestamp;
  readonly http: HttpClient;
  readonly identity: Identity;
  readonly random: Random;
  readonly as: HandlerAliasViews<S>;
  withTx<T>(body: (ctx: TransactionCtx<S>) => T): T;
  newUuidV4(): Uuid;
  newUuidV7(): Uuid;
}

export type HandlerFn<S extends UntypedSchemaDef = UntypedSchemaDef> = (ctx: HandlerContext<S>, request: Request) => SyncResponse;

export interface HttpHandlerExport<S extends UntypedSchemaDef = UntypedSchemaDef> extends HandlerFn<S>, ModuleExport {}

export interface HttpHandlerOpts {
  name: string;
}

export interface Route {
  handler: HttpHandlerExport<any>;
  method: MethodOrAny;
  path: string;
}

const PATH = /^(\/([a-z0-9\-_~]*|:[a-z][a-z0-9_]*))*$/;

function checkedPath(path: string): string {
  if (!PATH.test(path)) {
    throw new TypeError(`route "${path}", expected "" or a path that starts with / and has only a-z 0-9 - _ ~ / and segments :name`);
  }
  return path;
}

/**
 * Which handler answers which method and path. A segment `:name` of a path stands for any one; of two
 * routes for one request the one with fewer such segments answers. Each method returns a router with one route more. */
export class Router {
  readonly #routes: readonly Route[];

  constructor(routes: Route[] = []) {
    this.#routes = routes;
  }

  get(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('GET', path, handler);
  }

  head(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('HEAD', path, handler);
  }

  options(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('OPTIONS', path, handler);
  }

  put(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('PUT', path, handler);
  }

  delete(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('DELETE', path, handler);
  }

  post(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('POST', path, handler);
  }

  patch(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('PATCH', path, handler);
  }

  /** All methods. */
  any(path: string, handler: HttpHandlerExport<any>): Router {
    return this.with('any', path, handler);
  }

  /** The routes of another router below a path. */
  nest(path: string, inner: Router): Router {
    const base = checkedPath(path).replace(/\/$/, '');
    return inner.intoRoutes().reduce((all, route) => all.with(route.method, base + route.path, route.handler), this as Router);
  }

  merge(other: Router): Router {
    return other.intoRoutes().reduce((all, route) => all.with(route.method, route.path, route.handler), this as Router);
  }

  intoRoutes(): Route[] {
    return [...this.#routes];
  }

  private with(method: MethodOrAny, path: string, handler: HttpHandlerExport<any>): Router {
    checkedPath(path);
    for (const route of this.#routes) {
      if (route.path === path && (route.method === method || route.method === 'any' || method === 'any')) {
        throw new TypeError(`route "${path}" for ${method} overlaps with a route for ${route.method}`);
      }
    }
    return new Router([...this.#routes, { handler, method, path }]);
  }
}

/** Method, headers, timeout, URI and version as the host writes them. */
export function decodeRequest(head: Uint8Array, body: Uint8Array): Request {
  const r = new BinaryReader(head);
  const method = readMethod(r);
  const headers = readHeaders(r);
  if (r.readU8() === 0) {
    r.readI64(); // a timeout has no meaning for a request that has arrived
  }
  const uri = r.readString();
  return new Request(uri, { method, headers, version: readVersion(r), body: new Uint8Array(body) });
}

/** Headers, version and status as the host reads them, and the body. */
export function encodeResponse(response: unknown): [Uint8Array, Uint8Array] {
  if (!(response instanceof SyncResponse)) {
    throw new TypeError('result of an HTTP handler, expected a SyncResponse');
  }
  const w = new BinaryWriter(256);
  writeHeaders(w, response.headers.pairs());
  writeVersion(w, response.version);
  w.writeU16(response.status);
  return [w.toBytes(), response.bytes()];
}
