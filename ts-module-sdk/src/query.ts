// Queries built from tables: `ctx.from.user.where(u => u.online.eq(true))`. They are sent to the host as SQL.
import { ConnectionId } from './connection_id.ts';
import type { ColumnBuilder } from './columns.ts';
import { toHex } from './hex.ts';
import { Identity } from './identity.ts';
import type { RowObjType } from './infer.ts';
import type { ColumnAlgorithm, IndexColumns, UntypedSchemaDef, UntypedTableDef } from './table_types.ts';
import { Timestamp } from './timestamp.ts';
import { Uuid } from './uuid.ts';

export type LiteralValue = string | number | bigint | boolean | Identity | Uuid | Timestamp | ConnectionId;

declare const rowOfQuery: unique symbol;

/** A query that yields rows of one type. */
export interface RowTypedQuery<Row, _SpacetimeType = unknown> {
  readonly [rowOfQuery]?: Row;
  toSql(): string;
}

/** A query over one table. */
export type Query<T extends UntypedTableDef> = RowTypedQuery<RowObjType<T['columns']>>;

type ValueOfColumn<T extends UntypedTableDef, K extends string> = T['columns'][K] extends ColumnBuilder<infer V, any, any> ? V : never;
type TypeOfColumn<T extends UntypedTableDef, K extends string> = T['columns'][K] extends ColumnBuilder<any, infer ST, any> ? ST : never;

/** Another column of the same database type. */
type Comparable<ST> = { readonly spacetimeType?: ST; readonly type: 'column' };

const COMPARISONS = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
type Comparison = keyof typeof COMPARISONS;

type Operand = { literal: LiteralValue } | { table: string; column: string };
type Condition =
  | { op: Comparison; left: Operand; right: Operand }
  | { op: 'and' | 'or'; clauses: readonly Condition[] }
  | { op: 'not'; clause: Condition };

/** A column in a condition. */
export class ColumnExpression<T extends UntypedTableDef, K extends string> {
  readonly type = 'column' as const;
  /** The table and column as SQL calls them. */
  readonly table: string;
  readonly columnName: string;
  /** The column as the module calls it. */
  readonly column: K;
  declare readonly spacetimeType?: TypeOfColumn<T, K>;

  constructor(table: string, column: K, columnName: string = column) {
    this.table = table;
    this.column = column;
    this.columnName = columnName;
  }

  eq(value: ComparedWith<T, K>): BooleanExpr<T> {
    return compare('eq', this, value);
  }

  ne(value: ComparedWith<T, K>): BooleanExpr<T> {
    return compare('ne', this, value);
  }

  lt(value: ComparedWith<T, K>): BooleanExpr<T> {
    return compare('lt', this, value);
  }

  lte(value: ComparedWith<T, K>): BooleanExpr<T> {
    return compare('lte', this, value);
  }

  gt(value: ComparedWith<T, K>): BooleanExpr<T> {
    return compare('gt', this, value);
  }

  gte(value: ComparedWith<T, K>): BooleanExpr<T> {
    return compare('gte', this, value);
  }
}

type ComparedWith<T extends UntypedTableDef, K extends string> =
  | (LiteralValue & ValueOfColumn<T, K>)
  | Comparable<TypeOfColumn<T, K>>;

function operand(value: unknown): Operand {
  if (value instanceof ColumnExpression) {
    return { table: value.table, column: value.columnName };
  }
  return { literal: (value instanceof Literal ? value.value : value) as LiteralValue };
}

function compare(op: Comparison, left: unknown, right: unknown): BooleanExpr<any> {
  return new BooleanExpr({ op, left: operand(left), right: operand(right) });
}

/** A condition on the rows of a table. */
export class BooleanExpr<T extends UntypedTableDef> {
  declare readonly tableType?: T;
  readonly data: Condition;

  constructor(data: Condition) {
    this.data = data;
  }

  and(other: BooleanExpr<any>): BooleanExpr<T> {
    return and(this, other);
  }

  or(other: BooleanExpr<any>): BooleanExpr<T> {
    return or(this, other);
  }

  not(): BooleanExpr<T> {
    return not(this);
  }
}

export function and<T extends UntypedTableDef>(first: BooleanExpr<T>, ...rest: BooleanExpr<any>[]): BooleanExpr<T> {
  return new BooleanExpr({ op: 'and', clauses: [first, ...rest].map(clause => clause.data) });
}

export function or<T extends UntypedTableDef>(first: BooleanExpr<T>, ...rest: BooleanExpr<any>[]): BooleanExpr<T> {
  return new BooleanExpr({ op: 'or', clauses: [first, ...rest].map(clause => clause.data) });
}

export function not<T extends UntypedTableDef>(clause: BooleanExpr<T>): BooleanExpr<T> {
  return new BooleanExpr({ op: 'not', clause: clause.data });
}

class Literal {
  readonly value: LiteralValue;

  constructor(value: LiteralValue) {
    this.value = value;
  }
}

export function literal<V extends LiteralValue>(value: V): V {
  return new Literal(value) as unknown as V;
}

/** A name in quotes; the parts of a submodule's path are names of their own. */
function quoted(path: string): string {
  return path.split('.').map(name => `"${name.replaceAll('"', '""')}"`).join('.');
}

function literalSql(value: LiteralValue): string {
  switch (typeof value) {
    case 'string':
      return `'${value.replaceAll("'", "''")}'`;
    case 'boolean':
      return value ? 'TRUE' : 'FALSE';
    case 'number':
    case 'bigint':
      return String(value);
    default:
  }
  if (value instanceof Timestamp) return `'${value.toISOString()}'`;
  if (value instanceof Identity) return `0x${value.toHexString()}`;
  if (value instanceof ConnectionId) return `0x${value.toHexString()}`;
  if (value instanceof Uuid) return `0x${toHex(value.asBigInt(), 32)}`;
  throw new TypeError(`literal ${String(value)}, expected a string, number, boolean, identity, connection id, timestamp or UUID`);
}

function operandSql(value: Operand): string {
  return 'literal' in value ? literalSql(value.literal) : `${quoted(value.table)}.${quoted(value.column)}`;
}

function conditionSql(condition: Condition): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.clauses.map(clause => `(${conditionSql(clause)})`).join(condition.op === 'and' ? ' AND ' : ' OR ');
    case 'not':
      return `NOT (${conditionSql(condition.clause)})`;
    default:
      return `${operandSql(condition.left)} ${COMPARISONS[condition.op]} ${operandSql(condition.right)}`;
  }
}

type ColumnsOf<T extends UntypedTableDef> = keyof T['columns'] & string;

/** The columns of a table, for conditions. */
export type RowExpr<T extends UntypedTableDef> = { readonly [K in ColumnsOf<T>]: ColumnExpression<T, K> };

type IndexedNames<T extends UntypedTableDef> =
  | { [K in ColumnsOf<T>]: T['columns'][K] extends ColumnBuilder<any, any, infer M> ? (ColumnAlgorithm<M> extends never ? never : K) : never }[ColumnsOf<T>]
  | (IndexColumns<T['indexes'][number]> extends readonly [infer Head extends string, ...any] ? Head & ColumnsOf<T> : never);

/** The columns that an index starts with: the ones to join by. */
export type IndexedRowExpr<T extends UntypedTableDef> = { readonly [K in IndexedNames<T>]: ColumnExpression<T, K> };

type Predicate<T extends UntypedTableDef> = (row: RowExpr<T>) => BooleanExpr<T> | Comparable<{ tag: 'Bool' }> | boolean;
type JoinCondition<L extends UntypedTableDef, R extends UntypedTableDef> = (
  left: IndexedRowExpr<L>,
  right: IndexedRowExpr<R>
) => BooleanExpr<any>;

export interface SemijoinBuilder<T extends UntypedTableDef> extends RowTypedQuery<RowObjType<T['columns']>> {
  where(predicate: Predicate<T>): SemijoinBuilder<T>;
  build(): Query<T>;
}

export interface From<T extends UntypedTableDef> extends RowTypedQuery<RowObjType<T['columns']>> {
  /** Keeps the rows for which all conditions hold. */
  where(predicate: Predicate<T>): From<T>;
  /** The rows of `other` that match a row of this table. */
  rightSemijoin<R extends UntypedTableDef>(other: TableRef<R>, on: JoinCondition<T, R>): SemijoinBuilder<R>;
  /** The rows of this table that match a row of `other`. */
  leftSemijoin<R extends UntypedTableDef>(other: TableRef<R>, on: JoinCondition<T, R>): SemijoinBuilder<T>;
  build(): Query<T>;
}

export interface TableRef<T extends UntypedTableDef> {
  readonly type: 'table';
  readonly sourceName: string;
  readonly accessorName: string;
  readonly cols: RowExpr<T>;
  readonly indexedCols: IndexedRowExpr<T>;
}

export type QueryBuilder<S extends UntypedSchemaDef> = {
  readonly [K in keyof S['tables']]: TableRef<S['tables'][K]> & From<S['tables'][K]>;
};

function conditionOf(result: unknown): Condition {
  if (result instanceof BooleanExpr) {
    return result.data;
  }
  if (typeof result === 'boolean' || result instanceof ColumnExpression) {
    return { op: 'eq', left: operand(result), right: { literal: true } };
  }
  throw new TypeError('condition of where, expected a comparison, a column of booleans or a boolean');
}

function withCondition(before: Condition | undefined, more: Condition): Condition {
  return before === undefined ? more : { op: 'and', clauses: [before, more] };
}

/** `FROM table` or a join, with the conditions so far. */
class SqlQuery {
  readonly table: QueryTable;
  readonly head: string;
  readonly condition: Condition | undefined;

  constructor(table: QueryTable, head: string, condition: Condition | undefined) {
    this.table = table;
    this.head = head;
    this.condition = condition;
  }

  where(predicate: (row: any) => unknown): SqlQuery {
    const condition = withCondition(this.condition, conditionOf(predicate(this.table.cols)));
    return new SqlQuery(this.table, this.head, condition);
  }

  rightSemijoin(other: QueryTable, on: (left: any, right: any) => BooleanExpr<any>): SqlQuery {
    const from = `${quoted(this.table.sourceName)} JOIN ${quoted(other.sourceName)}`;
    return this.join(other, from, on(this.table.indexedCols, other.indexedCols));
  }

  leftSemijoin(other: QueryTable, on: (left: any, right: any) => BooleanExpr<any>): SqlQuery {
    const from = `${quoted(other.sourceName)} JOIN ${quoted(this.table.sourceName)}`;
    return this.join(this.table, from, on(this.table.indexedCols, other.indexedCols));
  }

  private join(kept: QueryTable, from: string, on: BooleanExpr<any>): SqlQuery {
    return new SqlQuery(kept, `SELECT ${quoted(kept.sourceName)}.* FROM ${from} ON ${conditionSql(on.data)}`, this.condition);
  }

  build(): this {
    return this;
  }

  toSql(): string {
    return this.condition === undefined ? this.head : `${this.head} WHERE ${conditionSql(this.condition)}`;
  }
}

/** A table as the start of queries. */
class QueryTable {
  readonly type = 'table' as const;
  readonly sourceName: string;
  readonly accessorName: string;
  readonly cols: Record<string, ColumnExpression<any, string>>;

  constructor(accessorName: string, sourceName: string, columns: Record<string, ColumnBuilder<any, any, any>>) {
    this.accessorName = accessorName;
    this.sourceName = sourceName;
    this.cols = {};
    for (const [name, column] of Object.entries(columns)) {
      this.cols[name] = new ColumnExpression(sourceName, name, column.columnMetadata.name ?? name);
    }
  }

  get indexedCols(): Record<string, ColumnExpression<any, string>> {
    return this.cols;
  }

  private asQuery(): SqlQuery {
    return new SqlQuery(this, `SELECT * FROM ${quoted(this.sourceName)}`, undefined);
  }

  where(predicate: (row: any) => unknown): SqlQuery {
    return this.asQuery().where(predicate);
  }

  rightSemijoin(other: QueryTable, on: (left: any, right: any) => BooleanExpr<any>): SqlQuery {
    return this.asQuery().rightSemijoin(other, on);
  }

  leftSemijoin(other: QueryTable, on: (left: any, right: any) => BooleanExpr<any>): SqlQuery {
    return this.asQuery().leftSemijoin(other, on);
  }

  build(): SqlQuery {
    return this.asQuery();
  }

  toSql(): string {
    return this.asQuery().toSql();
  }
}

interface QueriedTable {
  accessor: string;
  schema: { tableName: string | undefined; rowType: { row: any } };
}

/** `ctx.from`: each table under its accessor. */
export function makeQueryBuilder(tables: readonly QueriedTable[], prefix = ''): any {
  const builder: Record<string, QueryTable> = {};
  for (const { accessor, schema } of tables) {
    builder[accessor] = new QueryTable(accessor, prefix + (schema.tableName ?? accessor), schema.rowType.row);
  }
  return Object.freeze(builder);
}

export function isRowTypedQuery(value: unknown): value is RowTypedQuery<any> {
  return value instanceof SqlQuery || value instanceof QueryTable || value instanceof TextQuery;
}

export const isTypedQuery = isRowTypedQuery;

export function toSql(query: RowTypedQuery<any>): string {
  return query.toSql();
}

class TextQuery implements RowTypedQuery<any> {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toSql(): string {
    return this.#text;
  }
}

/**
 * A query as text, in which values become literals: ``sql<Player>`SELECT * FROM near(${x}, ${y}) WHERE id <> ${me}` ``.
 * A view may return it; it can read other views, which `ctx.from` has not. Names cannot be values.
 */
export function sql<Row = any>(text: TemplateStringsArray, ...values: LiteralValue[]): RowTypedQuery<Row> {
  const query = values.reduce<string>((all, value, i) => all + literalSql(value) + text[i + 1], text[0]!);
  return new TextQuery(query);
}
