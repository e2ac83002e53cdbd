// A connection of the published client, with what went over its socket.
import { Duplex } from 'node:stream';
import { createBrotliDecompress } from 'node:zlib';
import type { DbConnectionBuilder, DbConnectionImpl, Identity } from 'spacetimedb';
import { WebSocket as NodeWebSocket } from 'undici';

export const V3 = 'v3.bsatn.spacetimedb';
export const V2 = 'v2.bsatn.spacetimedb';
export type Protocol = typeof V3 | typeof V2;

const uri = process.env.STELE_URI ?? 'http://127.0.0.1:3000';
const database = process.env.STELE_DATABASE ?? 'rooms';
const WAIT_MS = 20_000;

/** What the last opened socket saw; the client itself hides it. */
interface Wire {
  url: URL;
  offered: string[];
  socket: NodeWebSocket;
  /** The first byte of each message: how it is compressed. */
  tags: Set<number>;
  bytes: number;
}

let offeredOnly: Protocol | undefined;
let last: Wire | undefined;

class ObservedWebSocket extends NodeWebSocket {
  constructor(url: string, protocols: string[]) {
    const offered = protocols.filter(name => offeredOnly === undefined || name === offeredOnly);
    super(url, offered);
    const wire: Wire = { url: new URL(url), offered: protocols, socket: this, tags: new Set(), bytes: 0 };
    last = wire;
    this.addEventListener('message', event => {
      const message = new Uint8Array(event.data as ArrayBuffer);
      wire.tags.add(message[0]);
      wire.bytes += message.length;
    });
  }
}
(globalThis as any).WebSocket = ObservedWebSocket;

// Browsers and newer Node versions decompress Brotli; the client uses it only where they do.
const Native = DecompressionStream;
(globalThis as any).DecompressionStream = class {
  constructor(format: string) {
    return format === 'brotli'
      ? (Duplex.toWeb(createBrotliDecompress()) as any)
      : new Native(format as CompressionFormat);
  }
};

export interface Options {
  protocol?: Protocol;
  token?: string;
  compression?: 'none' | 'gzip' | 'brotli';
  confirmed?: boolean;
}

/** A connection as the bindings of some module make it. */
type Connection = DbConnectionImpl<any>;

export interface Session<C extends Connection = Connection> {
  connection: C;
  identity: Identity;
  token: string;
  wire: Wire;
  /** Resolves when the connection has ended. */
  ended: Promise<Error | undefined>;
}

const open = new Set<Connection>();
let turn: Promise<unknown> = Promise.resolve();

/** Connects; rejects when the connection ends before the server has greeted. */
export function connectWith<C extends Connection>(
  bindings: () => DbConnectionBuilder<C>,
  options: Options
): Promise<Session<C>> {
  const attempt = turn.then(() => connectNow(bindings, options));
  turn = attempt.catch(() => undefined);
  return attempt;
}

function connectNow<C extends Connection>(
  bindings: () => DbConnectionBuilder<C>,
  options: Options
): Promise<Session<C>> {
  offeredOnly = options.protocol === V2 ? V2 : undefined;
  last = undefined;
  let end: (error: Error | undefined) => void = () => {};
  const ended = new Promise<Error | undefined>(resolve => (end = resolve));
  return within(
    'connected',
    new Promise<Session<C>>((resolve, reject) => {
      let builder = bindings()
        .withUri(uri)
        .withDatabaseName(database)
        .withToken(options.token)
        .onConnect((connection, identity, token) =>
          resolve({ connection, identity, token, wire: last!, ended })
        )
        .onConnectError((_, error) => reject(error))
        .onDisconnect((_, error) => {
          end(error);
          reject(error ?? new Error('disconnected'));
        });
      if (options.compression) builder = builder.withCompression(options.compression);
      if (options.confirmed !== undefined) builder = builder.withConfirmedReads(options.confirmed);
      open.add(builder.build());
    })
  );
}

/** Ends what a test has opened. */
export function disconnectAll(): void {
  for (const connection of open) connection.disconnect();
  open.clear();
}

/** Subscribes and waits for the first rows; rejects with the server's reason. */
export function subscribe(session: Session, ...queries: string[]) {
  return within(
    queries.join('; '),
    new Promise<ReturnType<ReturnType<Connection['subscriptionBuilder']>['subscribe']>>((resolve, reject) => {
      const handle = session.connection
        .subscriptionBuilder()
        .onApplied(() => resolve(handle))
        .onError(context => reject(context.event ?? new Error('no reason')))
        .subscribe(queries);
    })
  );
}

/** A request to the database; `path` is what comes behind its name. */
export function request(path: string, init: RequestInit = {}, token?: string): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  return fetch(`${uri}/v1/database/${database}${path}`, { ...init, headers });
}

/** The rows that a query over HTTP has, asked by the owner of `token`. */
export async function sql(query: string, token: string): Promise<unknown[][]> {
  const response = await request('/sql', { method: 'POST', body: query }, token);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text)[0].rows;
}

/** Waits until `holds`; the client tells of changes, so this looks after each turn of the loop. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const giveUp = Date.now() + WAIT_MS;
  while (!holds()) {
    if (Date.now() > giveUp) throw new Error(`never happened: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

export function within<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${WAIT_MS} ms: ${what}`)), WAIT_MS);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
