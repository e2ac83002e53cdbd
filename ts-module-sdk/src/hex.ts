// Hexadecimal text of the wide integers behind identities, connection ids and UUIDs.

/** `value` as `digits` lower-case hexadecimal digits, most significant first. */
export function toHex(value: bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** Parses at most `digits` hexadecimal digits with an optional 0x in front. */
export function parseHex(text: string, digits: number, what: string): bigint {
  const body = text.startsWith('0x') ? text.slice(2) : text;
  if (body.length === 0 || body.length > digits || !/^[0-9a-fA-F]+$/.test(body)) {
    throw new Error(`${what} "${text}", expected up to ${digits} hexadecimal digits`);
  }
  return BigInt('0x' + body);
}

/** The little-endian bytes of `value`. */
export function littleEndianBytes(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = 0; i < length; i++) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** A bigint out of what JSON may have made of it: a bigint, an integer number or a decimal string. */
export function toBigInt(value: unknown, what: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?[0-9]+$/.test(value)) return BigInt(value);
  throw new TypeError(`${what} of type ${typeof value}, expected a bigint`);
}
