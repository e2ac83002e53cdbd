// An independent encoder of BSATN values, for the arguments of calls and for keys in checks.
import { INTEGERS } from './decode.mjs';

function littleEndian(value, bytes) {
  let rest = BigInt.asUintN(bytes * 8, BigInt(value));
  const out = [];
  for (let i = 0; i < bytes; i++) {
    out.push(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return out;
}

function float(value, bytes) {
  const view = new DataView(new ArrayBuffer(bytes));
  if (bytes === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return [...new Uint8Array(view.buffer)];
}

const blob = bytes => [...littleEndian(bytes.length, 4), ...bytes];

/** Sums are `{ tag, value }`; options `undefined` or a value; products objects by name. */
export function encode(type, value, typespace) {
  if (typeof type === 'string') {
    if (type in INTEGERS) return littleEndian(value, INTEGERS[type]);
    if (type === 'Bool') return [value ? 1 : 0];
    if (type === 'String') return blob([...Buffer.from(value, 'utf8')]);
    return float(value, type === 'F32' ? 4 : 8);
  }
  if ('ref' in type) return encode(typespace[type.ref], value, typespace);
  if ('array' in type) {
    return [...littleEndian(value.length, 4), ...[...value].flatMap(item => encode(type.array, item, typespace))];
  }
  if ('product' in type) {
    // The members of identities and the like are given without their wrapping.
    if (type.product.length === 1 && type.product[0].name.startsWith('__')) {
      return encode(type.product[0].type, value, typespace);
    }
    return type.product.flatMap(member => encode(member.type, value[member.name], typespace));
  }
  const names = type.sum.map(variant => variant.name);
  if (names.join() === 'some,none') {
    return value === undefined ? [1] : [0, ...encode(type.sum[0].type, value, typespace)];
  }
  const tag = names.indexOf(value.tag);
  if (tag < 0) throw new Error(`variant ${value.tag} of ${names}`);
  const payload = type.sum[tag].type;
  return [tag, ...(payload.product?.length === 0 ? [] : encode(payload, value.value, typespace))];
}
