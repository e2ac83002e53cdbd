// BSATN input: reads little-endian values one after the other from a view.

import { exactDecoder } from './text.ts';

export class BinaryReader {
  readonly view: DataView;
  offset = 0;
  #bytes: Uint8Array | undefined;

  constructor(input: Uint8Array | DataView) {
    this.view = input instanceof DataView ? input : new DataView(input.buffer, input.byteOffset, input.byteLength);
  }

  /** The same bytes as `view`; made when the first string or byte array is read. */
  private get bytes(): Uint8Array {
    const { view } = this;
    return (this.#bytes ??= new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }

  get remaining(): number {
    return this.view.byteLength - this.offset;
  }

  readBool(): boolean {
    return this.view.getUint8(this.offset++) !== 0;
  }

  readI8(): number {
    return this.view.getInt8(this.offset++);
  }

  readU8(): number {
    return this.view.getUint8(this.offset++);
  }

  readI16(): number {
    const at = this.offset;
    this.offset = at + 2;
    return this.view.getInt16(at, true);
  }

  readU16(): number {
    const at = this.offset;
    this.offset = at + 2;
    return this.view.getUint16(at, true);
  }

  readI32(): number {
    const at = this.offset;
    this.offset = at + 4;
    return this.view.getInt32(at, true);
  }

  readU32(): number {
    const at = this.offset;
    this.offset = at + 4;
    return this.view.getUint32(at, true);
  }

  readI64(): bigint {
    const at = this.offset;
    this.offset = at + 8;
    return this.view.getBigInt64(at, true);
  }

  readU64(): bigint {
    const at = this.offset;
    this.offset = at + 8;
    return this.view.getBigUint64(at, true);
  }

  readI128(): bigint {
    const low = this.readU64();
    return (this.readI64() << 64n) | low;
  }

  readU128(): bigint {
    const low = this.readU64();
    return (this.readU64() << 64n) | low;
  }

  readI256(): bigint {
    const low = this.readU128();
    return (this.readI128() << 128n) | low;
  }

  readU256(): bigint {
    const low = this.readU128();
    return (this.readU128() << 128n) | low;
  }

  readF32(): number {
    const at = this.offset;
    this.offset = at + 4;
    return this.view.getFloat32(at, true);
  }

  readF64(): number {
    const at = this.offset;
    this.offset = at + 8;
    return this.view.getFloat64(at, true);
  }

  readString(): string {
    const length = this.readU32();
    const at = this.take(length);
    return length === 0 ? '' : exactDecoder.decode(this.bytes.subarray(at, at + length));
  }

  /** Reads a u32 length and a copy of that many bytes. */
  readUInt8Array(): Uint8Array<ArrayBuffer> {
    return this.readBytes(this.readU32());
  }

  /** A copy of the next `length` bytes. */
  readBytes(length: number): Uint8Array<ArrayBuffer> {
    const at = this.take(length);
    return new Uint8Array(this.bytes.subarray(at, at + length));
  }

  private take(length: number): number {
    const at = this.offset;
    if (length > this.view.byteLength - at) {
      throw new RangeError(`value of ${length} bytes, only ${this.view.byteLength - at} bytes are left`);
    }
    this.offset = at + length;
    return at;
  }
}
