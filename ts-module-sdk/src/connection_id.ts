// One connection of a client.
import { littleEndianBytes, parseHex, toBigInt, toHex } from './hex.ts';

export type ConnectionIdAlgebraicType = {
  tag: 'Product';
  value: { elements: [{ name: '__connection_id__'; algebraicType: { tag: 'U128' } }] };
};

/** A client's connection: 128 bits, never zero in a call that came over a connection. */
export class ConnectionId {
  __connection_id__: bigint;

  constructor(data: bigint) {
    this.__connection_id__ = toBigInt(data, 'connection id');
  }

  static getAlgebraicType(): ConnectionIdAlgebraicType {
    return {
      tag: 'Product',
      value: { elements: [{ name: '__connection_id__', algebraicType: { tag: 'U128' } }] },
    };
  }

  static nullIfZero(id: ConnectionId): ConnectionId | null {
    return id.isZero() ? null : id;
  }

  /** A random id; not offered inside a module, where `Math.random` throws. */
  static random(): ConnectionId {
    let value = 0n;
    for (let word = 0; word < 4; word++) {
      value = (value << 32n) | BigInt(Math.floor(Math.random() * 2 ** 32));
    }
    return new ConnectionId(value);
  }

  static fromString(text: string): ConnectionId {
    return new ConnectionId(parseHex(text, 32, 'connection id'));
  }

  static fromStringOrNull(text: string): ConnectionId | null {
    return ConnectionId.nullIfZero(ConnectionId.fromString(text));
  }

  isZero(): boolean {
    return this.__connection_id__ === 0n;
  }

  isEqual(other: ConnectionId): boolean {
    return this.__connection_id__ === other.__connection_id__;
  }

  equals(other: ConnectionId): boolean {
    return this.isEqual(other);
  }

  /** 32 hexadecimal digits, most significant first. */
  toHexString(): string {
    return toHex(this.__connection_id__, 32);
  }

  toUint8Array(): Uint8Array {
    return littleEndianBytes(this.__connection_id__, 16);
  }

  toString(): string {
    return this.toHexString();
  }
}
