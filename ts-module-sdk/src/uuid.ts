// UUIDs: nil, max, version 4 (random) and version 7 (time, counter, random).
import { toHex } from './hex.ts';
import type { Timestamp } from './timestamp.ts';

export type UuidAlgebraicType = {
  tag: 'Product';
  value: { elements: [{ name: '__uuid__'; algebraicType: { tag: 'U128' } }] };
};

export type UuidVersion = 'Nil' | 'V4' | 'V7' | 'Max';

const MAX = (1n << 128n) - 1n;
/** The counter of version 7 has 31 bits. */
const COUNTER_MASK = 0x7fff_ffff;
const TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function fromBigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) {
    value = (value << 8n) | BigInt(byte);
  }
  return value;
}

export class Uuid {
  __uuid__: bigint;

  static readonly NIL: Uuid = new Uuid(0n);
  static readonly MAX_UUID_BIGINT: bigint = MAX;
  static readonly MAX: Uuid = new Uuid(MAX);

  constructor(value: bigint) {
    if (value < 0n || value > MAX) {
      throw new Error(`UUID ${value}, expected an unsigned number of 128 bits`);
    }
    this.__uuid__ = value;
  }

  static getAlgebraicType(): UuidAlgebraicType {
    return {
      tag: 'Product',
      value: { elements: [{ name: '__uuid__', algebraicType: { tag: 'U128' } }] },
    };
  }

  /** Sets version and variant in 16 random bytes. */
  static fromRandomBytesV4(random: Uint8Array): Uuid {
    if (random.length !== 16) {
      throw new Error(`${random.length} random bytes for a UUID of version 4, expected 16`);
    }
    const bytes = new Uint8Array(random);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return new Uuid(fromBigEndian(bytes));
  }

  /**
   * A sortable UUID: 48 bits of milliseconds, 31 bits of counter, 31 random bits out of 4 bytes. Counts `counter` up.
   */
  static fromCounterV7(counter: { value: number }, now: Timestamp, random: Uint8Array): Uuid {
    if (random.length !== 4) {
      throw new Error(`${random.length} random bytes for a UUID of version 7, expected 4`);
    }
    if (counter.value < 0) {
      throw new Error(`UUID counter ${counter.value}, expected 0 or more`);
    }
    if (now.__timestamp_micros_since_unix_epoch__ < 0n) {
      throw new Error('timestamp before the Unix epoch, expected a later one for a UUID of version 7');
    }
    const count = counter.value;
    counter.value = (count + 1) & COUNTER_MASK;

    const bytes = new Uint8Array(16);
    const millis = now.toMillis();
    for (let i = 0; i < 6; i++) {
      bytes[i] = Number((millis >> BigInt(40 - 8 * i)) & 0xffn);
    }
    bytes[6] = 0x70;
    bytes[7] = (count >>> 23) & 0xff;
    bytes[8] = 0x80;
    bytes[9] = (count >>> 15) & 0xff;
    bytes[10] = (count >>> 7) & 0xff;
    bytes[11] = (count & 0x7f) << 1;
    bytes[12] = random[0]! & 0x7f;
    bytes[13] = random[1]!;
    bytes[14] = random[2]!;
    bytes[15] = random[3]!;
    return new Uuid(fromBigEndian(bytes));
  }

  static parse(text: string): Uuid {
    if (!TEXT.test(text)) {
      throw new Error(`UUID "${text}", expected 8-4-4-4-12 hexadecimal digits`);
    }
    return new Uuid(BigInt('0x' + text.replaceAll('-', '')));
  }

  /** 32 hexadecimal digits. */
  toHexString(): string {
    return toHex(this.__uuid__, 32);
  }

  /** 8-4-4-4-12 hexadecimal digits. */
  toString(): string {
    const hex = this.toHexString();
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  asBigInt(): bigint {
    return this.__uuid__;
  }

  /** 16 bytes, most significant first. */
  toBytes(): Uint8Array {
    const bytes = new Uint8Array(16);
    for (let i = 0; i < 16; i++) {
      bytes[i] = Number((this.__uuid__ >> BigInt(120 - 8 * i)) & 0xffn);
    }
    return bytes;
  }

  getVersion(): UuidVersion {
    if (this.__uuid__ === 0n) return 'Nil';
    if (this.__uuid__ === MAX) return 'Max';
    const version = Number((this.__uuid__ >> 76n) & 0xfn);
    if (version === 4) return 'V4';
    if (version === 7) return 'V7';
    throw new Error(`UUID version ${version}, expected 4 or 7`);
  }

  /** The 31 bits of counter in a UUID of version 7. */
  getCounter(): number {
    const bytes = this.toBytes();
    const high = bytes[7]! * 2 ** 23;
    return high + (bytes[9]! << 15) + (bytes[10]! << 7) + (bytes[11]! >>> 1);
  }

  compareTo(other: Uuid): number {
    if (this.__uuid__ < other.__uuid__) return -1;
    return this.__uuid__ > other.__uuid__ ? 1 : 0;
  }
}
