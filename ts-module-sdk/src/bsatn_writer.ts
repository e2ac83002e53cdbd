// BSATN output: little-endian values appended to one growing ArrayBuffer.

import { encoder } from './text.ts';

const U64_MASK = 0xffff_ffff_ffff_ffffn;
/** Strings up to this many characters are tried as ASCII, without a call to the text encoder. */
const SHORT_STRING_CHARS = 64;

export class BinaryWriter {
  buffer: ArrayBuffer;
  view: DataView;
  bytes: Uint8Array;
  offset = 0;
  capacity: number;

  constructor(capacity: number) {
    this.buffer = new ArrayBuffer(capacity);
    this.view = new DataView(this.buffer);
    this.bytes = new Uint8Array(this.buffer);
    this.capacity = capacity;
  }

  /** Makes room for `extra` bytes after the offset; what was written stays. */
  reserve(extra: number): void {
    if (this.offset + extra > this.capacity) {
      this.grow(this.offset + extra);
    }
  }

  /** Replaces the buffer by one of at least `minimum` bytes with the same contents. */
  grow(minimum: number): void {
    const capacity = Math.max(minimum, this.capacity * 2);
    const bytes = new Uint8Array(capacity);
    bytes.set(this.bytes.subarray(0, this.offset));
    this.bytes = bytes;
    this.buffer = bytes.buffer;
    this.view = new DataView(this.buffer);
    this.capacity = capacity;
  }

  clear(): void {
    this.offset = 0;
  }

  /** A view of the bytes written so far; the next write may change them. */
  getBuffer(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, 0, this.offset);
  }

  /** A copy of the bytes written so far. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer.slice(0, this.offset));
  }

  writeBool(value: boolean): void {
    this.writeU8(value ? 1 : 0);
  }

  writeI8(value: number): void {
    this.writeU8(value);
  }

  writeU8(value: number): void {
    const at = this.offset;
    if (at + 1 > this.capacity) this.grow(at + 1);
    this.view.setUint8(at, value);
    this.offset = at + 1;
  }

  writeI16(value: number): void {
    this.writeU16(value);
  }

  writeU16(value: number): void {
    const at = this.offset;
    if (at + 2 > this.capacity) this.grow(at + 2);
    this.view.setUint16(at, value, true);
    this.offset = at + 2;
  }

  writeI32(value: number): void {
    this.writeU32(value);
  }

  writeU32(value: number): void {
    const at = this.offset;
    if (at + 4 > this.capacity) this.grow(at + 4);
    this.view.setUint32(at, value, true);
    this.offset = at + 4;
  }

  writeI64(value: bigint): void {
    const at = this.offset;
    if (at + 8 > this.capacity) this.grow(at + 8);
    this.view.setBigInt64(at, value, true);
    this.offset = at + 8;
  }

  writeU64(value: bigint): void {
    const at = this.offset;
    if (at + 8 > this.capacity) this.grow(at + 8);
    this.view.setBigUint64(at, value, true);
    this.offset = at + 8;
  }

  writeI128(value: bigint): void {
    this.writeWide(value, 2);
  }

  writeU128(value: bigint): void {
    this.writeWide(value, 2);
  }

  writeI256(value: bigint): void {
    this.writeWide(value, 4);
  }

  writeU256(value: bigint): void {
    this.writeWide(value, 4);
  }

  writeF32(value: number): void {
    const at = this.offset;
    if (at + 4 > this.capacity) this.grow(at + 4);
    this.view.setFloat32(at, value, true);
    this.offset = at + 4;
  }

  writeF64(value: number): void {
    const at = this.offset;
    if (at + 8 > this.capacity) this.grow(at + 8);
    this.view.setFloat64(at, value, true);
    this.offset = at + 8;
  }

  writeString(value: string): void {
    if (typeof value !== 'string') {
      throw new TypeError(`expected a string, got ${value === null ? 'null' : typeof value}`);
    }
    if (value.length > SHORT_STRING_CHARS || !this.writeAscii(value)) {
      this.writeUInt8Array(encoder.encode(value));
    }
  }

  /** Writes a u32 length and the bytes. */
  writeUInt8Array(value: Uint8Array): void {
    const length = value.length;
    this.reserve(4 + length);
    this.view.setUint32(this.offset, length, true);
    this.bytes.set(value, this.offset + 4);
    this.offset += 4 + length;
  }

  private writeAscii(value: string): boolean {
    const length = value.length;
    this.reserve(4 + length);
    const start = this.offset + 4;
    const bytes = this.bytes;
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= 0x80) {
        return false;
      }
      bytes[start + i] = unit;
    }
    this.view.setUint32(this.offset, length, true);
    this.offset = start + length;
    return true;
  }

  private writeWide(value: bigint, words: number): void {
    const at = this.offset;
    const end = at + 8 * words;
    if (end > this.capacity) this.grow(end);
    let rest = value;
    for (let word = at; word < end; word += 8) {
      this.view.setBigUint64(word, rest & U64_MASK, true);
      rest >>= 64n;
    }
    this.offset = end;
  }
}
