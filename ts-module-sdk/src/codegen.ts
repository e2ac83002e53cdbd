// Straight-line code for products, where the engine allows code to be made from text. Hosts may forbid that (Stele's
// `js.allow-eval=false`); then the interpreter in codec.ts stays in place, which is slower but does the same.
import type { BinaryReader } from './bsatn_reader.ts';
import type { BinaryWriter } from './bsatn_writer.ts';
import { type Codec, Kind, type ProductShape } from './codec.ts';
import { Timestamp } from './timestamp.ts';

/** How a member of fixed size is written at `at` of `view`, and read from there. `x` stands for its value. */
interface FixedMember {
  bytes: number;
  write: string;
  read: string;
}

const FIXED = new Map<number, FixedMember>([
  [Kind.bool, { bytes: 1, write: 'view.setUint8(at, x ? 1 : 0)', read: 'view.getUint8(at) !== 0' }],
  [Kind.u8, { bytes: 1, write: 'view.setUint8(at, x)', read: 'view.getUint8(at)' }],
  [Kind.i8, { bytes: 1, write: 'view.setInt8(at, x)', read: 'view.getInt8(at)' }],
  [Kind.u16, { bytes: 2, write: 'view.setUint16(at, x, true)', read: 'view.getUint16(at, true)' }],
  [Kind.i16, { bytes: 2, write: 'view.setInt16(at, x, true)', read: 'view.getInt16(at, true)' }],
  [Kind.u32, { bytes: 4, write: 'view.setUint32(at, x, true)', read: 'view.getUint32(at, true)' }],
  [Kind.i32, { bytes: 4, write: 'view.setInt32(at, x, true)', read: 'view.getInt32(at, true)' }],
  [Kind.u64, { bytes: 8, write: 'view.setBigUint64(at, x, true)', read: 'view.getBigUint64(at, true)' }],
  [Kind.i64, { bytes: 8, write: 'view.setBigInt64(at, x, true)', read: 'view.getBigInt64(at, true)' }],
  [Kind.f32, { bytes: 4, write: 'view.setFloat32(at, x, true)', read: 'view.getFloat32(at, true)' }],
  [Kind.f64, { bytes: 8, write: 'view.setFloat64(at, x, true)', read: 'view.getFloat64(at, true)' }],
  [
    Kind.timestamp,
    {
      bytes: 8,
      write: 'view.setBigInt64(at, x.__timestamp_micros_since_unix_epoch__, true)',
      read: 'new Timestamp(view.getBigInt64(at, true))',
    },
  ],
]);

type Compile = (names: string, body: string) => (...values: unknown[]) => any;

/** Makes functions from text, or undefined when the engine refuses. */
const compile: Compile | undefined = (() => {
  const Constructor = (() => {}).constructor as unknown as Compile;
  try {
    return Constructor('', 'return 1')() === 1 ? Constructor : undefined;
  } catch {
    return undefined;
  }
})();

/** The members from `start` on that have a fixed size, as one run. */
function runLength(shape: ProductShape, start: number): { end: number; bytes: number } {
  let end = start;
  let bytes = 0;
  for (let fixed = FIXED.get(shape.kinds[end]!); fixed !== undefined; fixed = FIXED.get(shape.kinds[end]!)) {
    bytes += fixed.bytes;
    end++;
  }
  return { end, bytes };
}

function writerText(shape: ProductShape): string {
  const lines = ['let view, at, x;'];
  for (let i = 0; i < shape.names.length; ) {
    const run = runLength(shape, i);
    if (run.end === i) {
      lines.push(`codecs[${i}].write(w, value[${JSON.stringify(shape.names[i])}]);`);
      i++;
      continue;
    }
    lines.push(`w.reserve(${run.bytes});`, 'view = w.view;', 'at = w.offset;');
    for (; i < run.end; i++) {
      const fixed = FIXED.get(shape.kinds[i]!)!;
      lines.push(`x = value[${JSON.stringify(shape.names[i])}];`, `${fixed.write};`, `at += ${fixed.bytes};`);
    }
    lines.push('w.offset = at;');
  }
  return lines.join('\n');
}

function readerText(shape: ProductShape): string {
  const lines = ['const view = r.view;', 'let at;'];
  for (let i = 0; i < shape.names.length; ) {
    const run = runLength(shape, i);
    if (run.end === i) {
      lines.push(`const m${i} = codecs[${i}].read(r);`);
      i++;
      continue;
    }
    lines.push('at = r.offset;');
    for (; i < run.end; i++) {
      const fixed = FIXED.get(shape.kinds[i]!)!;
      lines.push(`const m${i} = ${fixed.read};`, `at += ${fixed.bytes};`);
    }
    lines.push('r.offset = at;');
  }
  const members = shape.names.map((name, i) => `${JSON.stringify(name)}: m${i}`);
  return `${lines.join('\n')}\nreturn { ${members.join(', ')} };`;
}

/** Replaces the closures of a product's codec by code made for it, once all its members are known. */
export function specialise(codec: Codec, shape: ProductShape): void {
  // In an object literal this one name would set the prototype.
  if (compile === undefined || shape.names.includes('__proto__')) {
    return;
  }
  const text = `'use strict';
return {
  write(w, value) {
${writerText(shape)}
  },
  read(r) {
${readerText(shape)}
  },
};`;
  const made = compile('codecs, Timestamp', text)(shape.codecs, Timestamp) as {
    write(w: BinaryWriter, value: any): void;
    read(r: BinaryReader): any;
  };
  codec.write = made.write;
  codec.read = made.read;
}
