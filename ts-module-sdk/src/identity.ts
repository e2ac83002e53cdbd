// Who calls: users, databases and their connections.
import { littleEndianBytes, parseHex, toBigInt, toHex } from './hex.ts';

export type IdentityAlgebraicType = {
  tag: 'Product';
  value: { elements: [{ name: '__identity__'; algebraicType: { tag: 'U256' } }] };
};

/** A user or a database: 256 bits. */
export class Identity {
  __identity__: bigint;

  /** Takes a number or its hexadecimal text. */
  constructor(data: string | bigint) {
    this.__identity__ = typeof data === 'string' ? parseHex(data, 64, 'identity') : toBigInt(data, 'identity');
  }

  static getAlgebraicType(): IdentityAlgebraicType {
    return {
      tag: 'Product',
      value: { elements: [{ name: '__identity__', algebraicType: { tag: 'U256' } }] },
    };
  }

  static fromString(text: string): Identity {
    return new Identity(text);
  }

  static zero(): Identity {
    return new Identity(0n);
  }

  isEqual(other: Identity): boolean {
    return this.__identity__ === other.__identity__;
  }

  equals(other: Identity): boolean {
    return this.isEqual(other);
  }

  /** 64 hexadecimal digits, most significant first. */
  toHexString(): string {
    return toHex(this.__identity__, 64);
  }

  toUint8Array(): Uint8Array {
    return littleEndianBytes(this.__identity__, 32);
  }

  toString(): string {
    return this.toHexString();
  }
}
