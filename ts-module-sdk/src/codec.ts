// Turns types into pairs of closures that write and read their values. Each pair is made once, when the module loads;
// a call then runs straight through it. Members of products are told apart by a small number, not by a call through a
// closure each, because an interpreter of such numbers compiles to far better code than a chain of unknown calls.
import type { BinaryReader } from './bsatn_reader.ts';
import type { BinaryWriter } from './bsatn_writer.ts';
import { ConnectionId } from './connection_id.ts';
import { Identity } from './identity.ts';
import { TimeDuration, Timestamp } from './timestamp.ts';
import { Uuid } from './uuid.ts';

export type Write = (w: BinaryWriter, value: any) => void;
export type Read = (r: BinaryReader) => any;

/** How to write and read values of one type. */
export interface Codec {
  readonly kind: number;
  write: Write;
  read: Read;
}

/** What a member of a product is, as far as products handle it themselves. */
export const Kind = {
  other: 0, bool: 1, u8: 2, i8: 3, u16: 4, i16: 5, u32: 6, i32: 7, u64: 8, i64: 9, f32: 10, f64: 11, string: 12,
  identity: 13, timestamp: 14,
} as const;

const OTHER = Kind.other;
const BOOL = Kind.bool;
const U8 = Kind.u8;
const I8 = Kind.i8;
const U16 = Kind.u16;
const I16 = Kind.i16;
const U32 = Kind.u32;
const I32 = Kind.i32;
const U64 = Kind.u64;
const I64 = Kind.i64;
const F32 = Kind.f32;
const F64 = Kind.f64;
const STRING = Kind.string;
const IDENTITY = Kind.identity;
const TIMESTAMP = Kind.timestamp;

/** Codecs of the types that have no parts. */
export const primitives = {
  Bool: { kind: BOOL, write: (w, v) => w.writeBool(v), read: r => r.readBool() },
  U8: { kind: U8, write: (w, v) => w.writeU8(v), read: r => r.readU8() },
  I8: { kind: I8, write: (w, v) => w.writeI8(v), read: r => r.readI8() },
  U16: { kind: U16, write: (w, v) => w.writeU16(v), read: r => r.readU16() },
  I16: { kind: I16, write: (w, v) => w.writeI16(v), read: r => r.readI16() },
  U32: { kind: U32, write: (w, v) => w.writeU32(v), read: r => r.readU32() },
  I32: { kind: I32, write: (w, v) => w.writeI32(v), read: r => r.readI32() },
  U64: { kind: U64, write: (w, v) => w.writeU64(v), read: r => r.readU64() },
  I64: { kind: I64, write: (w, v) => w.writeI64(v), read: r => r.readI64() },
  U128: { kind: OTHER, write: (w, v) => w.writeU128(v), read: r => r.readU128() },
  I128: { kind: OTHER, write: (w, v) => w.writeI128(v), read: r => r.readI128() },
  U256: { kind: OTHER, write: (w, v) => w.writeU256(v), read: r => r.readU256() },
  I256: { kind: OTHER, write: (w, v) => w.writeI256(v), read: r => r.readI256() },
  F32: { kind: F32, write: (w, v) => w.writeF32(v), read: r => r.readF32() },
  F64: { kind: F64, write: (w, v) => w.writeF64(v), read: r => r.readF64() },
  String: { kind: STRING, write: (w, v) => w.writeString(v), read: r => r.readString() },
  Identity: { kind: IDENTITY, write: (w, v) => w.writeU256(v.__identity__), read: r => new Identity(r.readU256()) },
  ConnectionId: {
    kind: OTHER,
    write: (w, v) => w.writeU128(v.__connection_id__),
    read: r => new ConnectionId(r.readU128()),
  },
  Timestamp: {
    kind: TIMESTAMP,
    write: (w, v) => w.writeI64(v.__timestamp_micros_since_unix_epoch__),
    read: r => new Timestamp(r.readI64()),
  },
  TimeDuration: {
    kind: OTHER,
    write: (w, v) => w.writeI64(v.__time_duration_micros__),
    read: r => new TimeDuration(r.readI64()),
  },
  Uuid: { kind: OTHER, write: (w, v) => w.writeU128(v.__uuid__), read: r => new Uuid(r.readU128()) },
  Bytes: { kind: OTHER, write: (w, v) => w.writeUInt8Array(v), read: r => r.readUInt8Array() },
  Unit: { kind: OTHER, write: () => {}, read: () => ({}) },
} satisfies Record<string, Codec>;

/** A product's members; filled after the codec exists, so that a type may contain itself. */
export interface ProductShape {
  names: string[];
  kinds: number[];
  codecs: Codec[];
}

export function productCodec(shape: ProductShape): Codec {
  return {
    kind: OTHER,
    write(w, value) {
      const { names, kinds, codecs } = shape;
      for (let i = 0; i < names.length; i++) {
        const member = value[names[i]!];
        switch (kinds[i]) {
          case BOOL:
            w.writeBool(member);
            break;
          case U8:
          case I8:
            w.writeU8(member);
            break;
          case U16:
          case I16:
            w.writeU16(member);
            break;
          case U32:
          case I32:
            w.writeU32(member);
            break;
          case U64:
            w.writeU64(member);
            break;
          case I64:
            w.writeI64(member);
            break;
          case F32:
            w.writeF32(member);
            break;
          case F64:
            w.writeF64(member);
            break;
          case STRING:
            w.writeString(member);
            break;
          case IDENTITY:
            w.writeU256(member.__identity__);
            break;
          case TIMESTAMP:
            w.writeI64(member.__timestamp_micros_since_unix_epoch__);
            break;
          default:
            codecs[i]!.write(w, member);
        }
      }
    },
    read(r) {
      const { names, kinds, codecs } = shape;
      const row: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i++) {
        const name = names[i]!;
        switch (kinds[i]) {
          case BOOL:
            row[name] = r.readBool();
            break;
          case U8:
            row[name] = r.readU8();
            break;
          case U16:
            row[name] = r.readU16();
            break;
          case U32:
            row[name] = r.readU32();
            break;
          case I32:
            row[name] = r.readI32();
            break;
          case U64:
            row[name] = r.readU64();
            break;
          case I64:
            row[name] = r.readI64();
            break;
          case F64:
            row[name] = r.readF64();
            break;
          case STRING:
            row[name] = r.readString();
            break;
          case IDENTITY:
            row[name] = new Identity(r.readU256());
            break;
          case TIMESTAMP:
            row[name] = new Timestamp(r.readI64());
            break;
          default:
            row[name] = codecs[i]!.read(r);
        }
      }
      return row;
    },
  };
}

export function addMember(shape: ProductShape, name: string, codec: Codec): void {
  shape.names.push(name);
  shape.kinds.push(codec.kind);
  shape.codecs.push(codec);
}

export function arrayCodec(element: Codec): Codec {
  return {
    kind: OTHER,
    write(w, values) {
      const length: number = values.length;
      w.writeU32(length);
      for (let i = 0; i < length; i++) {
        element.write(w, values[i]);
      }
    },
    read(r) {
      const length = r.readU32();
      const values: unknown[] = [];
      for (let i = 0; i < length; i++) {
        values.push(element.read(r));
      }
      return values;
    },
  };
}

/** `undefined` and `null` are none; whatever else is some. */
export function optionCodec(some: Codec): Codec {
  return {
    kind: OTHER,
    write(w, value) {
      if (value === undefined || value === null) {
        w.writeU8(1);
      } else {
        w.writeU8(0);
        some.write(w, value);
      }
    },
    read(r) {
      const tag = r.readU8();
      if (tag === 0) return some.read(r);
      if (tag === 1) return undefined;
      throw new TypeError(`option with tag ${tag}, expected 0 or 1`);
    },
  };
}

/** Values are `{ ok }` or `{ err }`. */
export function resultCodec(ok: Codec, err: Codec): Codec {
  return {
    kind: OTHER,
    write(w, value) {
      if ('ok' in value) {
        w.writeU8(0);
        ok.write(w, value.ok);
      } else if ('err' in value) {
        w.writeU8(1);
        err.write(w, value.err);
      } else {
        throw new TypeError('result with neither ok nor err');
      }
    },
    read(r) {
      const tag = r.readU8();
      if (tag === 0) return { ok: ok.read(r) };
      if (tag === 1) return { err: err.read(r) };
      throw new TypeError(`result with tag ${tag}, expected 0 or 1`);
    },
  };
}

/** A sum's variants in order; a variant without a payload has no codec. */
export interface SumShape {
  names: string[];
  codecs: (Codec | undefined)[];
  tags: Map<string, number>;
}

/** Values are `{ tag }` for variants without payload, else `{ tag, value }`. */
export function sumCodec(shape: SumShape): Codec {
  return {
    kind: OTHER,
    write(w, value) {
      const tag = shape.tags.get(value.tag);
      if (tag === undefined) {
        throw new TypeError(`variant ${String(value.tag)}, expected one of ${shape.names.join(', ')}`);
      }
      w.writeU8(tag);
      const codec = shape.codecs[tag];
      if (codec !== undefined) {
        codec.write(w, value.value);
      }
    },
    read(r) {
      const tag = r.readU8();
      const name = shape.names[tag];
      if (name === undefined) {
        throw new TypeError(`variant number ${tag}, expected less than ${shape.names.length}`);
      }
      const codec = shape.codecs[tag];
      return codec === undefined ? { tag: name } : { tag: name, value: codec.read(r) };
    },
  };
}
