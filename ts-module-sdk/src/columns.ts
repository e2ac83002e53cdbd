// Columns: a type plus what a table wants to know about it. Each modifier returns a new column with a narrower type.
import type { AlgebraicType } from './algebraic_type.ts';
import type { BinaryReader } from './bsatn_reader.ts';
import type { BinaryWriter } from './bsatn_writer.ts';
import type { TypeBuilder } from './type_builder.ts';

export type IndexTypes = 'btree' | 'direct' | 'hash' | undefined;
export type IndexAlgorithm = NonNullable<IndexTypes>;

export type ColumnMetadata<Type = any> = {
  isPrimaryKey?: true;
  isUnique?: true;
  isAutoIncrement?: true;
  indexType?: IndexTypes;
  defaultValue?: Type;
  name?: string;
};

/** The metadata `M` with one more property. */
export type With<M, K extends string, V> = { [P in keyof M | K]: P extends K ? V : P extends keyof M ? M[P] : never };

type Indexed<M, A extends IndexAlgorithm> = With<M, 'indexType', A>;

export class ColumnBuilder<Type, SpacetimeType extends AlgebraicType, M extends ColumnMetadata<any> = object> {
  typeBuilder: TypeBuilder<Type, SpacetimeType>;
  columnMetadata: M;

  constructor(typeBuilder: TypeBuilder<Type, SpacetimeType>, metadata: M) {
    this.typeBuilder = typeBuilder;
    this.columnMetadata = metadata;
  }

  serialize(writer: BinaryWriter, value: Type): void {
    this.typeBuilder.serialize(writer, value);
  }

  deserialize(reader: BinaryReader): Type {
    return this.typeBuilder.deserialize(reader);
  }
}

function extended(column: ColumnBuilder<any, any, any>, more: ColumnMetadata): any {
  const Column = column.constructor as new (type: unknown, metadata: unknown) => unknown;
  return new Column(column.typeBuilder, { ...column.columnMetadata, ...more });
}

/** A column that may have a default. */
export class ValueColumn<T, ST extends AlgebraicType, M extends ColumnMetadata<any> = object> extends ColumnBuilder<T, ST, M> {
  /** The value of existing rows when this column is added later. Not with primaryKey, unique or autoInc. */
  default(value: T): ValueColumn<T, ST, With<M, 'defaultValue', T>> {
    return extended(this, { defaultValue: value });
  }

  /** The column's name in queries. */
  name<const N extends string>(name: N): ValueColumn<T, ST, With<M, 'name', N>> {
    return extended(this, { name });
  }
}

/** A column that may also be indexed and be the primary key. */
export class SumColumn<T, ST extends AlgebraicType, M extends ColumnMetadata<any> = object> extends ValueColumn<T, ST, M> {
  override default(value: T): SumColumn<T, ST, With<M, 'defaultValue', T>> {
    return extended(this, { defaultValue: value });
  }

  override name<const N extends string>(name: N): SumColumn<T, ST, With<M, 'name', N>> {
    return extended(this, { name });
  }

  index(): SumColumn<T, ST, Indexed<M, 'btree'>>;
  index<A extends IndexAlgorithm>(algorithm: A): SumColumn<T, ST, Indexed<M, A>>;
  index(algorithm: IndexAlgorithm = 'btree'): any {
    return extended(this, { indexType: algorithm });
  }

  primaryKey(): SumColumn<T, ST, With<M, 'isPrimaryKey', true>> {
    return extended(this, { isPrimaryKey: true });
  }
}

/** A column that may also be unique. */
export class KeyColumn<T, ST extends AlgebraicType, M extends ColumnMetadata<any> = object> extends SumColumn<T, ST, M> {
  override default(value: T): KeyColumn<T, ST, With<M, 'defaultValue', T>> {
    return extended(this, { defaultValue: value });
  }

  override name<const N extends string>(name: N): KeyColumn<T, ST, With<M, 'name', N>> {
    return extended(this, { name });
  }

  override index(): KeyColumn<T, ST, Indexed<M, 'btree'>>;
  override index<A extends IndexAlgorithm>(algorithm: A): KeyColumn<T, ST, Indexed<M, A>>;
  override index(algorithm: IndexAlgorithm = 'btree'): any {
    return extended(this, { indexType: algorithm });
  }

  override primaryKey(): KeyColumn<T, ST, With<M, 'isPrimaryKey', true>> {
    return extended(this, { isPrimaryKey: true });
  }

  unique(): KeyColumn<T, ST, With<M, 'isUnique', true>> {
    return extended(this, { isUnique: true });
  }
}

/** A column of integers, which may also count up by itself. */
export class IntegerColumn<T, ST extends AlgebraicType, M extends ColumnMetadata<any> = object> extends KeyColumn<T, ST, M> {
  override default(value: T): IntegerColumn<T, ST, With<M, 'defaultValue', T>> {
    return extended(this, { defaultValue: value });
  }

  override name<const N extends string>(name: N): IntegerColumn<T, ST, With<M, 'name', N>> {
    return extended(this, { name });
  }

  override index(): IntegerColumn<T, ST, Indexed<M, 'btree'>>;
  override index<A extends IndexAlgorithm>(algorithm: A): IntegerColumn<T, ST, Indexed<M, A>>;
  override index(algorithm: IndexAlgorithm = 'btree'): any {
    return extended(this, { indexType: algorithm });
  }

  override primaryKey(): IntegerColumn<T, ST, With<M, 'isPrimaryKey', true>> {
    return extended(this, { isPrimaryKey: true });
  }

  override unique(): IntegerColumn<T, ST, With<M, 'isUnique', true>> {
    return extended(this, { isUnique: true });
  }

  /** Filled in by the database when a row is inserted with 0. */
  autoInc(): IntegerColumn<T, ST, With<M, 'isAutoIncrement', true>> {
    return extended(this, { isAutoIncrement: true });
  }
}
