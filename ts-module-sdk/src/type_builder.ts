// The base of all type builders: a TypeScript type, the database's type for it, and the code that converts.
import type { AlgebraicType } from './algebraic_type.ts';
import type { BinaryReader } from './bsatn_reader.ts';
import type { BinaryWriter } from './bsatn_writer.ts';
import type { Codec } from './codec.ts';
import { type ColumnMetadata, IntegerColumn, type IndexAlgorithm, KeyColumn, SumColumn, ValueColumn, type With } from './columns.ts';
import type { OptionBuilder } from './compound_builders.ts';

/** Where named types are collected while a module describes itself. */
export interface TypeCollector {
  /** The type to write for `builder`: itself, or a reference when it has a name. */
  typeOf(builder: TypeBuilder<any, any>): AlgebraicType;
}

// Symbols, not names: the variants of an enum become properties of its builder.
export const codecOf = Symbol('codec');
export const makeCodec = Symbol('make codec');
export const describeIn = Symbol('describe');
export const underlying = Symbol('underlying builder');
const cachedCodec = Symbol('cached codec');

/** `t.option` without an import cycle at load time. */
let makeOption: (value: TypeBuilder<any, any>) => any = () => {
  throw new Error('option builder is not loaded');
};
export function installOption(make: (value: TypeBuilder<any, any>) => any): void {
  makeOption = make;
}

export abstract class TypeBuilder<Type, SpacetimeType extends AlgebraicType> {
  /** Only a type; there is no such property at run time. */
  declare readonly type: Type;
  private [cachedCodec]: Codec | undefined;

  abstract get algebraicType(): SpacetimeType;

  /** Values of this type, or none. */
  optional(): OptionBuilder<this> {
    return makeOption(this);
  }

  serialize(writer: BinaryWriter, value: Type): void {
    this[codecOf].write(writer, value);
  }

  deserialize(reader: BinaryReader): Type {
    return this[codecOf].read(reader);
  }

  /** The builder itself, also behind the proxy of `t.lazy`. */
  get [underlying](): TypeBuilder<any, any> {
    return this;
  }

  get [codecOf](): Codec {
    return (this[cachedCodec] ??= this[makeCodec](codec => {
      this[cachedCodec] = codec;
    }));
  }

  /** Makes the codec; types that may contain themselves call `publish` before they look at their parts. */
  abstract [makeCodec](publish: (codec: Codec) => void): Codec;

  /** The type with its parts replaced by references. */
  abstract [describeIn](types: TypeCollector): AlgebraicType;
}

type Column<C> = new (builder: any, metadata: ColumnMetadata) => C;

function column(Class: Column<any>, builder: TypeBuilder<any, any>, metadata: ColumnMetadata): any {
  return new Class(builder, metadata);
}

/** A type whose columns may have a default. */
export abstract class ValueBuilder<T, ST extends AlgebraicType> extends TypeBuilder<T, ST> {
  default(value: T): ValueColumn<T, ST, With<object, 'defaultValue', T>> {
    return column(ValueColumn, this, { defaultValue: value });
  }

  name<const N extends string>(name: N): ValueColumn<T, ST, With<object, 'name', N>> {
    return column(ValueColumn, this, { name });
  }
}

/** A type whose columns may be indexed: enums. */
export abstract class IndexableBuilder<T, ST extends AlgebraicType> extends ValueBuilder<T, ST> {
  override default(value: T): SumColumn<T, ST, With<object, 'defaultValue', T>> {
    return column(SumColumn, this, { defaultValue: value });
  }

  override name<const N extends string>(name: N): SumColumn<T, ST, With<object, 'name', N>> {
    return column(SumColumn, this, { name });
  }

  index(): SumColumn<T, ST, With<object, 'indexType', 'btree'>>;
  index<A extends IndexAlgorithm>(algorithm: A): SumColumn<T, ST, With<object, 'indexType', A>>;
  index(algorithm: IndexAlgorithm = 'btree'): any {
    return column(SumColumn, this, { indexType: algorithm });
  }

  primaryKey(): SumColumn<T, ST, With<object, 'isPrimaryKey', true>> {
    return column(SumColumn, this, { isPrimaryKey: true });
  }
}

/** A type whose columns may be unique. */
export abstract class KeyBuilder<T, ST extends AlgebraicType> extends IndexableBuilder<T, ST> {
  override default(value: T): KeyColumn<T, ST, With<object, 'defaultValue', T>> {
    return column(KeyColumn, this, { defaultValue: value });
  }

  override name<const N extends string>(name: N): KeyColumn<T, ST, With<object, 'name', N>> {
    return column(KeyColumn, this, { name });
  }

  override index(): KeyColumn<T, ST, With<object, 'indexType', 'btree'>>;
  override index<A extends IndexAlgorithm>(algorithm: A): KeyColumn<T, ST, With<object, 'indexType', A>>;
  override index(algorithm: IndexAlgorithm = 'btree'): any {
    return column(KeyColumn, this, { indexType: algorithm });
  }

  override primaryKey(): KeyColumn<T, ST, With<object, 'isPrimaryKey', true>> {
    return column(KeyColumn, this, { isPrimaryKey: true });
  }

  unique(): KeyColumn<T, ST, With<object, 'isUnique', true>> {
    return column(KeyColumn, this, { isUnique: true });
  }
}

/** An integer type, whose columns may count up by themselves. */
export abstract class IntegerBuilder<T, ST extends AlgebraicType> extends KeyBuilder<T, ST> {
  override default(value: T): IntegerColumn<T, ST, With<object, 'defaultValue', T>> {
    return column(IntegerColumn, this, { defaultValue: value });
  }

  override name<const N extends string>(name: N): IntegerColumn<T, ST, With<object, 'name', N>> {
    return column(IntegerColumn, this, { name });
  }

  override index(): IntegerColumn<T, ST, With<object, 'indexType', 'btree'>>;
  override index<A extends IndexAlgorithm>(algorithm: A): IntegerColumn<T, ST, With<object, 'indexType', A>>;
  override index(algorithm: IndexAlgorithm = 'btree'): any {
    return column(IntegerColumn, this, { indexType: algorithm });
  }

  override primaryKey(): IntegerColumn<T, ST, With<object, 'isPrimaryKey', true>> {
    return column(IntegerColumn, this, { isPrimaryKey: true });
  }

  override unique(): IntegerColumn<T, ST, With<object, 'isUnique', true>> {
    return column(IntegerColumn, this, { isUnique: true });
  }

  autoInc(): IntegerColumn<T, ST, With<object, 'isAutoIncrement', true>> {
    return column(IntegerColumn, this, { isAutoIncrement: true });
  }
}
