// HTTP requests and responses as they cross the border between module and host.
import { writeArray } from './algebraic_type.ts';
import type { BinaryReader } from './bsatn_reader.ts';
import type { BinaryWriter } from './bsatn_writer.ts';
import { decoder, encoder } from './text.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];
const EXTENSION = 9;
const VERSIONS = ['Http09', 'Http10', 'Http11', 'Http2', 'Http3'] as const;

/** `any`, or the name of a method in capitals. */
export type MethodOrAny = string;
export type HttpVersion = { tag: (typeof VERSIONS)[number] };

export function writeMethod(w: BinaryWriter, method: string): void {
  const tag = METHODS.indexOf(method);
  if (tag >= 0) {
    w.writeU8(tag);
  } else {
    w.writeU8(EXTENSION);
    w.writeString(method);
  }
}

export function readMethod(r: BinaryReader): string {
  const tag = r.readU8();
  return tag === EXTENSION ? r.readString() : METHODS[tag]!;
}

export function writeMethodOrAny(w: BinaryWriter, method: MethodOrAny): void {
  if (method === 'any') {
    w.writeU8(0);
  } else {
    w.writeU8(1);
    writeMethod(w, method);
  }
}

export function writeVersion(w: BinaryWriter, version: HttpVersion): void {
  w.writeU8(VERSIONS.indexOf(version.tag));
}

export function readVersion(r: BinaryReader): HttpVersion {
  return { tag: VERSIONS[r.readU8()]! };
}

export type HeaderPairs = [name: string, value: string][];

export function writeHeaders(w: BinaryWriter, headers: HeaderPairs): void {
  writeArray(w, headers, (out, [name, value]) => {
    out.writeString(name);
    out.writeUInt8Array(encoder.encode(value));
  });
}

export function readHeaders(r: BinaryReader): HeaderPairs {
  const pairs: HeaderPairs = [];
  for (let left = r.readU32(); left > 0; left--) {
    const name = r.readString();
    pairs.push([name, decoder.decode(r.readUInt8Array())]);
  }
  return pairs;
}
