// `table`: a table's options and columns.
import { BinaryWriter } from './bsatn_writer.ts';
import { codecOf, type TypeBuilder, underlying } from './type_builder.ts';
import type { ColumnBuilder, ColumnMetadata, IndexAlgorithm } from './columns.ts';
import { type CoerceRow, RowBuilder } from './compound_builders.ts';
import type { RowObj } from './infer.ts';
import type { ConstraintDef, IndexDef, TableDef } from './module_def.ts';
import { toPascalCase } from './names.ts';
import { ScheduleAtBuilder, type UnitBuilder } from './scalar_builders.ts';
import type { ModuleCollector } from './module_collector.ts';
import type { ConstraintOpts, IndexOpts } from './table_types.ts';
import type { ProcedureExport } from './procedures.ts';
import type { ReducerExport } from './reducers.ts';

/** The options of a table. */
export type TableOpts<Row extends RowObj> = {
  /** The table's name in queries; by default its key in `schema({...})`. */
  name?: string;
  /** Whether clients may read the table; by default not. */
  public?: boolean;
  indexes?: IndexOpts<keyof Row & string>[];
  constraints?: ConstraintOpts<keyof Row & string>[];
  /** The function that runs for each row when it is due. */
  scheduled?: () =>
    | ReducerExport<any, { [k: string]: RowBuilder<any> }>
    | ProcedureExport<any, { [k: string]: RowBuilder<any> }, UnitBuilder>;
  /** Rows of an event table are sent to subscribers and not kept. */
  event?: boolean;
};

/** A table that is not yet part of a schema. */
export class TableSchema<Row extends Record<string, ColumnBuilder<any, any, any>>, Idx extends readonly IndexOpts<any>[]> {
  readonly tableName: string | undefined;
  readonly rowType: RowBuilder<Row>;
  readonly idxs: Idx;
  /** The function given as `scheduled`. */
  readonly scheduled: (() => object) | undefined;
  private readonly opts: TableOpts<any>;

  constructor(opts: TableOpts<any>, rowType: RowBuilder<Row>) {
    this.opts = opts;
    this.tableName = opts.name;
    this.rowType = rowType;
    this.idxs = (opts.indexes ?? []) as readonly IndexOpts<any>[] as Idx;
    this.scheduled = opts.scheduled;
  }

  get rowSpacetimeType(): RowBuilder<Row>['algebraicType']['value'] {
    return this.rowType.algebraicType.value;
  }

  /** The position of the first column of type scheduleAt. */
  get scheduleAtCol(): number | undefined {
    const columns = Object.values(this.rowType.row) as ColumnBuilder<any, any, any>[];
    const at = columns.findIndex(column => column.typeBuilder[underlying] instanceof ScheduleAtBuilder);
    return at < 0 ? undefined : at;
  }

  /** Describes this table under the name `accessor`. */
  define(module: ModuleCollector, accessor: string): TableDef {
    this.rowType.typeName ??= toPascalCase(this.tableName ?? accessor);
    const rowRef = module.refOf(this.rowType);
    const names = Object.keys(this.rowType.row);
    const def: TableDef = {
      sourceName: accessor, rowRef, primaryKey: [], indexes: [], constraints: [], sequences: [],
      isPublic: this.opts.public === true, defaults: [], isEvent: this.opts.event === true,
    };
    names.forEach((name, column) => defineColumn(def, name, column, this.rowType.row[name] as any));
    for (const index of this.idxs) {
      def.indexes.push(this.explicitIndex(module, accessor, names, index));
    }
    for (const constraint of this.opts.constraints ?? []) {
      def.constraints.push({
        name: constraint.name,
        columns: constraint.columns.map(column => columnNumber(accessor, names, column)),
      });
    }
    if (this.tableName !== undefined) {
      module.def.explicitNames.push({ kind: 'table', sourceName: accessor, canonicalName: this.tableName });
    }
    return def;
  }

  private explicitIndex(module: ModuleCollector, accessor: string, names: string[], index: IndexOpts<any>): IndexDef {
    const columnNames: readonly string[] = index.algorithm === 'direct' ? [index.column] : index.columns;
    const columns = columnNames.map(column => columnNumber(accessor, names, column));
    const sourceName = indexName(accessor, columnNames, index.algorithm);
    if (index.name !== undefined) {
      module.def.explicitNames.push({ kind: 'index', sourceName, canonicalName: index.name });
    }
    return { sourceName, accessorName: index.accessor, algorithm: algorithmDef(index.algorithm, columns) };
  }
}

export type UntypedTableSchema = TableSchema<any, readonly IndexOpts<any>[]>;

function indexName(table: string, columns: readonly string[], algorithm: IndexAlgorithm): string {
  return `${table}_${columns.join('_')}_idx_${algorithm}`;
}

function algorithmDef(algorithm: IndexAlgorithm, columns: number[]): IndexDef['algorithm'] {
  return algorithm === 'direct' ? { tag: 'direct', columns: [columns[0]!] } : { tag: algorithm, columns };
}

function columnNumber(table: string, names: string[], column: string): number {
  const at = names.indexOf(column);
  if (at < 0) {
    throw new TypeError(`column "${column}", expected one of table "${table}": ${names.join(', ')}`);
  }
  return at;
}

function defineColumn(def: TableDef, name: string, column: number, builder: ColumnBuilder<any, any, ColumnMetadata>): void {
  const meta = builder.columnMetadata;
  const unique = meta.isUnique === true || meta.isPrimaryKey === true;
  if (meta.isPrimaryKey === true) {
    def.primaryKey.push(column);
  }
  const algorithm = meta.indexType ?? (unique ? 'btree' : undefined);
  if (algorithm !== undefined) {
    def.indexes.push({
      sourceName: indexName(def.sourceName, [name], algorithm),
      accessorName: name,
      algorithm: algorithmDef(algorithm, [column]),
    });
  }
  if (unique) {
    const constraint: ConstraintDef = { name: undefined, columns: [column] };
    def.constraints.push(constraint);
  }
  if (meta.isAutoIncrement === true) {
    def.sequences.push(column);
  }
  if ('defaultValue' in meta) {
    const w = new BinaryWriter(64);
    builder.typeBuilder[codecOf].write(w, meta.defaultValue);
    def.defaults.push({ column, value: w.toBytes() });
  }
}

type InvalidColumns<Row> = {
  [K in keyof Row & string]: Row[K] extends ColumnBuilder<any, any, infer M>
    ? M extends { defaultValue: any }
      ? M extends { isPrimaryKey: true } | { isUnique: true } | { isAutoIncrement: true }
        ? K
        : never
      : never
    : never;
}[keyof Row & string];

/** A third argument that nobody can give, when a column has both a default and a key. */
type NoInvalidColumns<Row> = [InvalidColumns<Row>] extends [never]
  ? []
  : [error: { 'default() cannot be combined with primaryKey(), unique() or autoInc()': InvalidColumns<Row> }];

type IndexesOf<Opts> = Opts extends { indexes: infer Idx extends readonly IndexOpts<any>[] } ? Idx : [];

/** Defines a table: `table({ public: true }, { id: t.u64().primaryKey(), name: t.string() })`. */
export function table<Row extends RowObj, const Opts extends TableOpts<Row>>(
  opts: Opts,
  row: Row | RowBuilder<Row>,
  ..._: NoInvalidColumns<Row>
): TableSchema<CoerceRow<Row>, IndexesOf<Opts>> {
  const rowType = row instanceof RowBuilder ? row : new RowBuilder(row);
  return new TableSchema(opts, rowType as unknown as RowBuilder<CoerceRow<Row>>);
}

export type { TypeBuilder };
