// Types of tables as functions see them: rows, indexes and the methods of both.
import type { ColumnBuilder, ColumnMetadata, IndexAlgorithm } from './columns.ts';
import type { Flat, RowObjType } from './infer.ts';
import type { Range } from './range.ts';

/** An index over named columns. */
export type IndexOpts<Column extends string> = { accessor: string; name?: string } & (
  | { algorithm: 'btree'; columns: readonly Column[] }
  | { algorithm: 'hash'; columns: readonly Column[] }
  | { algorithm: 'direct'; column: Column }
);

export type ConstraintOpts<Column extends string> = { name?: string; constraint: 'unique'; columns: [Column] };

/** A table of a schema, as a type. */
export type UntypedTableDef = {
  accessorName: string;
  columns: Record<string, ColumnBuilder<any, any, any>>;
  indexes: readonly IndexOpts<any>[];
};

export type RowType<T extends Pick<UntypedTableDef, 'columns'>> = RowObjType<T['columns']>;

type ColumnName<T extends UntypedTableDef> = keyof T['columns'] & string;
type MetadataOf<C> = C extends ColumnBuilder<any, any, infer M> ? M : never;
type ValueOf<C> = C extends ColumnBuilder<infer V, any, any> ? V : never;

export type IsUnique<M> = M extends { isUnique: true } | { isPrimaryKey: true } ? true : false;

/** What a column's own index is, or never. */
export type ColumnAlgorithm<M> = M extends { indexType: infer A extends IndexAlgorithm }
  ? A
  : IsUnique<M> extends true
    ? 'btree'
    : never;

/** What the index methods depend on. */
type IndexShape = { algorithm: IndexAlgorithm; columns: readonly string[]; unique: boolean; primary: boolean };

type EveryColumn<T extends UntypedTableDef, Columns extends readonly string[], M> = Columns extends readonly [
  infer Head extends string,
  ...infer Tail extends readonly string[],
]
  ? MetadataOf<T['columns'][Head]> extends M
    ? EveryColumn<T, Tail, M>
    : false
  : true;

type ColumnIndexes<T extends UntypedTableDef> = {
  [K in ColumnName<T> as ColumnAlgorithm<MetadataOf<T['columns'][K]>> extends never ? never : K]: {
    algorithm: ColumnAlgorithm<MetadataOf<T['columns'][K]>>;
    columns: readonly [K];
    unique: IsUnique<MetadataOf<T['columns'][K]>>;
    primary: MetadataOf<T['columns'][K]> extends { isPrimaryKey: true } ? true : false;
  };
};

export type IndexColumns<I> = I extends { columns: infer C extends readonly string[] }
  ? readonly [...C]
  : I extends { column: infer C extends string }
    ? readonly [C]
    : never;

type ExplicitIndexes<T extends UntypedTableDef> = {
  [I in T['indexes'][number] as I['accessor']]: {
    algorithm: I['algorithm'];
    columns: IndexColumns<I>;
    unique: EveryColumn<T, IndexColumns<I>, { isUnique: true } | { isPrimaryKey: true }>;
    primary: EveryColumn<T, IndexColumns<I>, { isPrimaryKey: true }>;
  };
};

type Values<T extends UntypedTableDef, Columns extends readonly string[]> = Columns extends readonly [
  infer Head extends string,
  ...infer Tail extends readonly string[],
]
  ? [ValueOf<T['columns'][Head]>, ...Values<T, Tail>]
  : [];

/** The key of a whole index: the value of its column, or a tuple of them. */
export type IndexValue<T extends UntypedTableDef, Columns extends readonly string[]> =
  Values<T, Columns> extends [infer One] ? One : Values<T, Columns>;

/** A value, a range, or for several columns a tuple that may end early or in a range. */
type ScanOf<V extends readonly unknown[]> = V extends [infer One] ? One | Range<One> : PrefixScan<V>;
type PrefixScan<V extends readonly unknown[]> = V extends [...infer Front, infer Last]
  ? readonly [...Front, Last | Range<Last>] | ScanOf<Front>
  : never;

export interface ReadonlyUniqueIndex<Row, Key> {
  /** The row with this key, or null. */
  find(key: Key): Row | null;
}

export interface UniqueIndex<Row, Key> extends ReadonlyUniqueIndex<Row, Key> {
  /** Deletes the row with this key; false when there is none. */
  delete(key: Key): boolean;
}

export interface PrimaryIndex<Row, Key> extends UniqueIndex<Row, Key> {
  /** Replaces the row that has this row's key; throws when there is none. */
  update(row: Row): Row;
}

export interface ReadonlyScanIndex<Row, Scan> {
  /** The rows whose key matches. */
  filter(scan: Scan): IteratorObject<Row, undefined>;
}

export interface ScanIndex<Row, Scan> extends ReadonlyScanIndex<Row, Scan> {
  /** Deletes the rows whose key matches and says how many. */
  delete(scan: Scan): number;
}

type ScanFor<T extends UntypedTableDef, I extends IndexShape> = I['algorithm'] extends 'hash'
  ? IndexValue<T, I['columns']>
  : ScanOf<Values<T, I['columns']>>;

type Index<T extends UntypedTableDef, I extends IndexShape> = I['unique'] extends true
  ? I['primary'] extends true
    ? PrimaryIndex<RowType<T>, IndexValue<T, I['columns']>>
    : UniqueIndex<RowType<T>, IndexValue<T, I['columns']>>
  : ScanIndex<RowType<T>, ScanFor<T, I>>;

type ReadonlyIndex<T extends UntypedTableDef, I extends IndexShape> = I['unique'] extends true
  ? ReadonlyUniqueIndex<RowType<T>, IndexValue<T, I['columns']>>
  : ReadonlyScanIndex<RowType<T>, ScanFor<T, I>>;

export type TableIndexes<T extends UntypedTableDef> = ColumnIndexes<T> & ExplicitIndexes<T>;

type IndexesOf<T extends UntypedTableDef, All = TableIndexes<T>> = {
  [K in keyof All]: All[K] extends IndexShape ? Index<T, All[K]> : never;
};
type ReadonlyIndexesOf<T extends UntypedTableDef, All = TableIndexes<T>> = {
  [K in keyof All]: All[K] extends IndexShape ? ReadonlyIndex<T, All[K]> : never;
};

export interface ReadonlyTableMethods<Row> {
  /** The number of rows, including the changes of this call. */
  count(): bigint;
  iter(): IteratorObject<Row, undefined>;
  [Symbol.iterator](): IteratorObject<Row, undefined>;
}

export interface TableMethods<Row> extends ReadonlyTableMethods<Row> {
  /** Inserts a row and returns it with generated columns filled in. */
  insert(row: Row): Row;
  /** Deletes the row that equals this one; false when there is none. */
  delete(row: Row): boolean;
  /** Deletes all rows and says how many. */
  clear(): bigint;
}

export type Table<T extends UntypedTableDef> = Flat<TableMethods<RowType<T>> & IndexesOf<T>>;
export type ReadonlyTable<T extends UntypedTableDef> = Flat<ReadonlyTableMethods<RowType<T>> & ReadonlyIndexesOf<T>>;

/** The tables and submodules of a schema, as a type. */
export type UntypedSchemaDef = {
  tables: Record<string, UntypedTableDef>;
  namespaces?: Record<string, any>;
};

type Namespaces<S> = S extends { namespaces: infer N } ? N : {};

/** `ctx.db` of reducers. */
export type DbView<S extends UntypedSchemaDef> = {
  readonly [K in keyof S['tables']]: Table<S['tables'][K]>;
} & { readonly [K in keyof Namespaces<S>]: Namespaces<S>[K] extends UntypedSchemaDef ? DbView<Namespaces<S>[K]> : never };

/** `ctx.db` of views. */
export type ReadonlyDbView<S extends UntypedSchemaDef> = {
  readonly [K in keyof S['tables']]: ReadonlyTable<S['tables'][K]>;
} & {
  readonly [K in keyof Namespaces<S>]: Namespaces<S>[K] extends UntypedSchemaDef
    ? ReadonlyDbView<Namespaces<S>[K]>
    : never;
};

export type { ColumnMetadata };
