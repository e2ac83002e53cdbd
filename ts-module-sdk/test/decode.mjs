// An independent decoder of module definitions and BSATN values, used only to check what the SDKs write.
export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }
  u8() { return this.view.getUint8(this.at++); }
  u16() { this.at += 2; return this.view.getUint16(this.at - 2, true); }
  u32() { this.at += 4; return this.view.getUint32(this.at - 4, true); }
  big(bytes, signed) {
    let value = 0n;
    for (let i = bytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[this.at + i]);
    this.at += bytes;
    return signed ? BigInt.asIntN(bytes * 8, value) : value;
  }
  blob() { const n = this.u32(); this.at += n; return this.bytes.slice(this.at - n, this.at); }
  string() { return new TextDecoder('utf-8', { fatal: true }).decode(this.blob()); }
  array(element) { const n = this.u32(); return Array.from({ length: n }, () => element(this)); }
  option(element) { return this.u8() === 0 ? element(this) : undefined; }
}

const PRIMITIVES = [
  'String', 'Bool', 'I8', 'U8', 'I16', 'U16', 'I32', 'U32', 'I64', 'U64', 'I128', 'U128', 'I256', 'U256', 'F32', 'F64',
];

const element = r => ({ name: r.option(x => x.string()), type: type(r) });

export function type(r) {
  const tag = r.u8();
  switch (tag) {
    case 0: return { ref: r.u32() };
    case 1: return { sum: r.array(element) };
    case 2: return { product: r.array(element) };
    case 3: return { array: type(r) };
    default: {
      const name = PRIMITIVES[tag - 4];
      if (name === undefined) throw new Error(`algebraic type tag ${tag}`);
      return name;
    }
  }
}

const columns = r => r.array(x => x.u16());
function algorithm(r) {
  const tag = r.u8();
  if (tag === 0) return { btree: columns(r) };
  if (tag === 1) return { hash: columns(r) };
  if (tag === 2) return { direct: r.u16() };
  throw new Error(`index algorithm tag ${tag}`);
}
const name = r => r.option(x => x.string());
const hex = bytes => Buffer.from(bytes).toString('hex');
const i128 = x => x.big(16, true);

const sections = [
  r => ({ typespace: r.array(type) }),
  r => ({ types: r.array(x => ({ scope: x.array(y => y.string()), name: x.string(), ref: x.u32(), custom: x.u8() })) }),
  r => ({ tables: r.array(x => ({
    name: x.string(), productRef: x.u32(), primaryKey: columns(x),
    indexes: x.array(y => ({ name: name(y), accessor: name(y), algorithm: algorithm(y) })),
    constraints: x.array(y => ({ name: name(y), tag: y.u8(), columns: columns(y) })),
    sequences: x.array(y => ({ name: name(y), column: y.u16(), start: y.option(i128), min: y.option(i128), max: y.option(i128), increment: i128(y) })),
    tableType: x.u8(), access: x.u8(), defaults: x.array(y => ({ column: y.u16(), value: hex(y.blob()) })), event: x.u8(),
  })) }),
  r => ({ reducers: r.array(x => ({ name: x.string(), params: x.array(element), visibility: x.u8(), ok: type(x), err: type(x) })) }),
  r => ({ procedures: r.array(x => ({ name: x.string(), params: x.array(element), returns: type(x), visibility: x.u8() })) }),
  r => ({ views: r.array(x => ({ name: x.string(), index: x.u32(), public: x.u8(), anonymous: x.u8(), params: x.array(element), returns: type(x) })) }),
  r => ({ schedules: r.array(x => ({ name: name(x), table: x.string(), column: x.u16(), fn: x.string() })) }),
  r => ({ lifecycle: r.array(x => ({ spec: x.u8(), fn: x.string() })) }),
  r => ({ rowLevelSecurity: r.array(x => x.string()) }),
  r => ({ caseConversion: r.u8() }),
  r => ({ explicitNames: r.array(x => ({ tag: x.u8(), source: x.string(), canonical: x.string() })) }),
  r => ({ httpHandlers: r.array(x => x.string()) }),
  r => ({ httpRoutes: r.array(x => ({ handler: x.string(), method: method(x), path: x.string() })) }),
  r => ({ viewPrimaryKeys: r.array(x => ({ view: x.string(), columns: x.array(y => y.string()) })) }),
  r => ({ submodules: r.array(x => ({ namespace: x.string(), module: sectionsOf(x) })) }),
];

function method(r) {
  if (r.u8() === 0) return 'any';
  const tag = r.u8();
  return tag === 9 ? r.string() : tag;
}

function moduleDef(r) {
  const version = r.u8();
  if (version !== 2) throw new Error(`module definition version tag ${version}`);
  return sectionsOf(r);
}

function sectionsOf(r) {
  return r.array(x => sections[x.u8()](x));
}

/** The sections in the order in which they were written. */
export function decodeModuleDef(bytes) {
  const r = new Reader(bytes);
  const result = moduleDef(r);
  if (r.at !== bytes.length) throw new Error(`${bytes.length - r.at} bytes left after the module definition`);
  return result;
}

const INTEGERS = { I8: 1, U8: 1, I16: 2, U16: 2, I32: 4, U32: 4, I64: 8, U64: 8, I128: 16, U128: 16, I256: 32, U256: 32 };
export { INTEGERS };

/** Decodes one value; integers of any width become bigints, sums `[tag, value]`, products arrays. */
export function value(r, t, typespace) {
  if (typeof t === 'string') {
    if (t in INTEGERS) return r.big(INTEGERS[t], t[0] === 'I');
    if (t === 'Bool') return r.u8() === 1;
    if (t === 'String') return r.string();
    if (t === 'F32') { r.at += 4; return r.view.getFloat32(r.at - 4, true); }
    if (t === 'F64') { r.at += 8; return r.view.getFloat64(r.at - 8, true); }
  }
  if ('ref' in t) return value(r, typespace[t.ref], typespace);
  if ('array' in t) return r.array(x => value(x, t.array, typespace));
  if ('product' in t) return t.product.map(e => value(r, e.type, typespace));
  const tag = r.u8();
  return [tag, value(r, t.sum[tag].type, typespace)];
}
