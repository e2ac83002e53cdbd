// HTTP in procedures: headers, responses and `ctx.http.fetch`.
import { BinaryReader } from './bsatn_reader.ts';
import { BinaryWriter } from './bsatn_writer.ts';
import { sys } from './host.ts';
import { type HeaderPairs, type HttpVersion, readHeaders, readVersion, writeHeaders, writeMethod, writeVersion } from './http_wire.ts';
import { decoder, encoder } from './text.ts';
import type { TimeDuration } from './timestamp.ts';

const HTTP_11: HttpVersion = { tag: 'Http11' };
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

/** The reason phrases of RFC 9110 for what servers commonly answer. */
const STATUS_TEXTS: Record<number, string> = {
  200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 206: 'Partial Content',
  301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 307: 'Temporary Redirect',
  308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found',
  405: 'Method Not Allowed', 406: 'Not Acceptable', 408: 'Request Timeout', 409: 'Conflict', 410: 'Gone',
  411: 'Length Required', 412: 'Precondition Failed', 415: 'Unsupported Media Type', 429: 'Too Many Requests',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export type BodyInit = ArrayBuffer | ArrayBufferView | string;
export type HeadersInit = [string, string][] | Record<string, string> | Headers;

/** Header names and values; names are compared without case and kept in lower case. */
export class Headers {
  readonly #pairs: HeaderPairs = [];

  constructor(init?: HeadersInit) {
    if (init !== undefined) {
      const pairs = init instanceof Headers ? init.pairs() : Array.isArray(init) ? init : Object.entries(init);
      for (const [name, value] of pairs) {
        this.append(name, value);
      }
    }
  }

  append(name: string, value: string): void {
    this.#pairs.push([headerName(name), headerValue(name, value)]);
  }

  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  delete(name: string): void {
    const wanted = headerName(name);
    for (let i = this.#pairs.length - 1; i >= 0; i--) {
      if (this.#pairs[i]![0] === wanted) {
        this.#pairs.splice(i, 1);
      }
    }
  }

  /** All values of a name, joined by commas. */
  get(name: string): string | null {
    const wanted = headerName(name);
    const values = this.#pairs.filter(pair => pair[0] === wanted).map(pair => pair[1]);
    return values.length === 0 ? null : values.join(', ');
  }

  getSetCookie(): string[] {
    return this.#pairs.filter(pair => pair[0] === 'set-cookie').map(pair => pair[1]);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this) {
      callback.call(thisArg, value, name, this);
    }
  }

  /** Each name with each of its values, sorted by name. */
  pairs(): HeaderPairs {
    return [...this.#pairs].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  }

  /** Sorted by name, values of one name joined, except cookies. */
  *entries(): IterableIterator<[string, string]> {
    for (const name of [...new Set(this.#pairs.map(pair => pair[0]))].sort()) {
      if (name === 'set-cookie') {
        for (const cookie of this.getSetCookie()) {
          yield [name, cookie];
        }
      } else {
        yield [name, this.get(name)!];
      }
    }
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

function headerName(name: string): string {
  const lower = String(name).toLowerCase();
  if (!TOKEN.test(lower)) {
    throw new TypeError(`header name "${name}", expected letters, digits and !#$%&'*+-.^_\`|~`);
  }
  return lower;
}

function headerValue(name: string, value: string): string {
  const trimmed = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (/[\0\r\n]/.test(trimmed)) {
    throw new TypeError(`value of header "${name}" has a line break or a zero character`);
  }
  return trimmed;
}

/** A body as bytes; strings are UTF-8. */
export function bodyBytes(body: BodyInit | null | undefined): Uint8Array<ArrayBuffer> {
  if (body === null || body === undefined) return new Uint8Array(0);
  if (typeof body === 'string') return new Uint8Array(encoder.encode(body));
  if (body instanceof ArrayBuffer) return new Uint8Array(body.slice(0));
  return new Uint8Array(new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength));
}

/** What requests and responses have in common. */
export class HttpMessage {
  readonly headers: Headers;
  readonly version: HttpVersion;
  readonly #body: Uint8Array<ArrayBuffer>;

  constructor(body: BodyInit | null | undefined, headers: HeadersInit | undefined, version: HttpVersion | undefined) {
    this.#body = bodyBytes(body);
    this.headers = new Headers(headers);
    this.version = version ?? HTTP_11;
  }

  arrayBuffer(): ArrayBuffer {
    return this.#body.buffer.slice(0);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#body);
  }

  text(): string {
    return decoder.decode(this.#body);
  }

  json(): any {
    return JSON.parse(this.text());
  }
}

export interface ResponseInit {
  headers?: HeadersInit;
  status?: number;
  statusText?: string;
  version?: HttpVersion;
}

/** A response, with its whole body at hand. */
export class SyncResponse extends HttpMessage {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly type: 'basic' | 'cors' | 'default' | 'error' | 'opaque' | 'opaqueredirect';

  /** `url` is that of the request which this response answers. */
  constructor(body?: BodyInit | null, init: ResponseInit = {}, url?: string) {
    super(body, init.headers, init.version);
    this.status = init.status ?? 200;
    this.statusText = init.statusText ?? '';
    this.url = url ?? '';
    this.type = url === undefined ? 'default' : 'basic';
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }
}

export interface RequestOptions {
  body?: BodyInit | null;
  headers?: HeadersInit;
  method?: string;
  /** How long the whole exchange may take. */
  timeout?: TimeDuration;
}

export interface HttpClient {
  /** Sends a request and waits for the whole response; not allowed inside a transaction. */
  fetch(url: { toString(): string } | string, init?: RequestOptions): SyncResponse;
}

export const httpClient: HttpClient = Object.freeze({
  fetch(url: { toString(): string } | string, init: RequestOptions = {}): SyncResponse {
    const message = new HttpMessage(init.body, init.headers, HTTP_11);
    const uri = String(url);
    const w = new BinaryWriter(256);
    writeMethod(w, (init.method ?? 'GET').toUpperCase());
    writeHeaders(w, message.headers.pairs());
    if (init.timeout === undefined) {
      w.writeU8(1);
    } else {
      w.writeU8(0);
      w.writeI64(init.timeout.micros);
    }
    w.writeString(uri);
    writeVersion(w, HTTP_11);
    const [head, body] = sys.procedure_http_request(w.toBytes(), message.bytes());
    const r = new BinaryReader(head);
    const headers = readHeaders(r);
    const version = readVersion(r);
    const status = r.readU16();
    const statusText = STATUS_TEXTS[status] ?? '';
    return new SyncResponse(new Uint8Array(body), { headers, version, status, statusText }, uri);
  },
});
