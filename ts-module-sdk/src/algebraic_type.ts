// The type language of the database, and how its types are written into a module definition.
import type { BinaryWriter } from './bsatn_writer.ts';

export type ProductTypeElement = { name: string | undefined; algebraicType: AlgebraicType };
export type ProductType = { elements: ProductTypeElement[] };
export type SumTypeVariant = { name: string | undefined; algebraicType: AlgebraicType };
export type SumType = { variants: SumTypeVariant[] };

export type PrimitiveTag =
  | 'String' | 'Bool'
  | 'I8' | 'U8' | 'I16' | 'U16' | 'I32' | 'U32' | 'I64' | 'U64' | 'I128' | 'U128' | 'I256' | 'U256'
  | 'F32' | 'F64';

export type AlgebraicType =
  | { tag: 'Ref'; value: number }
  | { tag: 'Sum'; value: SumType }
  | { tag: 'Product'; value: ProductType }
  | { tag: 'Array'; value: AlgebraicType }
  | { [T in PrimitiveTag]: { tag: T } }[PrimitiveTag];

export type AlgebraicTypeType = AlgebraicType;

export const UNIT: AlgebraicType = { tag: 'Product', value: { elements: [] } };

const TAGS: Record<AlgebraicType['tag'], number> = {
  Ref: 0, Sum: 1, Product: 2, Array: 3, String: 4, Bool: 5,
  I8: 6, U8: 7, I16: 8, U16: 9, I32: 10, U32: 11, I64: 12, U64: 13, I128: 14, U128: 15, I256: 16, U256: 17,
  F32: 18, F64: 19,
};

export function writeOption<T>(w: BinaryWriter, value: T | undefined, write: (w: BinaryWriter, value: T) => void): void {
  if (value === undefined) {
    w.writeU8(1);
  } else {
    w.writeU8(0);
    write(w, value);
  }
}

export function writeArray<T>(w: BinaryWriter, values: readonly T[], write: (w: BinaryWriter, value: T) => void): void {
  w.writeU32(values.length);
  for (const value of values) {
    write(w, value);
  }
}

export function writeString(w: BinaryWriter, value: string): void {
  w.writeString(value);
}

function writeElement(w: BinaryWriter, element: ProductTypeElement): void {
  writeOption(w, element.name, writeString);
  writeAlgebraicType(w, element.algebraicType);
}

export function writeProductType(w: BinaryWriter, type: ProductType): void {
  writeArray(w, type.elements, writeElement);
}

export function writeAlgebraicType(w: BinaryWriter, type: AlgebraicType): void {
  w.writeU8(TAGS[type.tag]);
  switch (type.tag) {
    case 'Ref':
      w.writeU32(type.value);
      break;
    case 'Sum':
      writeArray(w, type.value.variants, writeElement);
      break;
    case 'Product':
      writeProductType(w, type.value);
      break;
    case 'Array':
      writeAlgebraicType(w, type.value);
      break;
    default:
      break;
  }
}
