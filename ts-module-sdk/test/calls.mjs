// Calls of a module's functions by name, with arguments encoded by these tests.
import { encode } from './encode.mjs';
import { FakeHost } from './host.mjs';
import { importModule } from './bundle.mjs';

export const SENDER = 0x1234_5678_9abc_def0n;
export const CONNECTION = 77n;
export const TIMESTAMP = 1_600_000_000_123_456n;

export async function load(entry, sdk, { chunkBytes, ...options } = {}) {
  const host = new FakeHost({ chunkBytes });
  return host.attach(await importModule(entry, sdk, host, options));
}

export function encodeParams(host, params, args) {
  return new Uint8Array(encode({ product: params }, args, host.def.typespace));
}

/** Calls a reducer; the result is `{ value }` or `{ error }`. */
export function reduce(host, name, args = {}, { connection = CONNECTION, sender = SENDER } = {}) {
  const id = host.def.reducers.findIndex(reducer => reducer.name === name);
  if (id < 0) throw new Error(`no reducer ${name}`);
  const bytes = encodeParams(host, host.def.reducers[id].params, args);
  const view = new DataView(bytes.buffer);
  return host.call(hooks => hooks.__call_reducer__(id, sender, connection, TIMESTAMP, view));
}

/** What two SDKs must agree on after a call. */
export function outcome(host, result) {
  const error = result.error && {
    text: String(result.error.message),
    bySender: result.error instanceof host.hooks.__sender_error_class__,
    kind: result.error.name,
  };
  return { error, value: result.value, calls: host.calls, contents: host.contents() };
}
