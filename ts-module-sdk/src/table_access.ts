// Tables at run time: `ctx.db.<table>`. Ids, codecs and index objects are made once for each table.
import type { Codec } from './codec.ts';
import { sys } from './host.ts';
import { type IndexAccess, makeIndex } from './index_access.ts';
import type { TableDef } from './module_def.ts';
import { RowIterator, scratch, scratchReader } from './row_iterator.ts';
import type { UntypedTableSchema } from './table.ts';
import { codecOf } from './type_builder.ts';

/** A column that the database fills in when it is 0. */
interface GeneratedColumn {
  name: string;
  codec: Codec;
}

/** A row with the columns that the host generated, which it left at the start of `scratch`. */
export function withGenerated(row: any, generated: GeneratedColumn[]): any {
  const reader = scratchReader();
  const result = { ...row };
  for (const column of generated) {
    const value = row[column.name];
    if (value === 0 || value === 0n) {
      result[column.name] = column.codec.read(reader);
    }
  }
  return result;
}

/** What index objects need to know about their table. */
export interface TableRuntime {
  id: number;
  codec: Codec;
  generated: GeneratedColumn[];
}

type TableAccess = Record<PropertyKey, unknown>;

/** The methods of a table, as closures, so that they may be taken off it. */
function tableMethods(table: TableRuntime): TableAccess {
  const { id, codec, generated } = table;
  const iter = (): RowIterator => new RowIterator(sys.datastore_table_scan_bsatn(id), codec);
  return {
    count: (): bigint => sys.datastore_table_row_count(id),
    iter,
    [Symbol.iterator]: iter,
    insert: (row: any): any => {
      scratch.offset = 0;
      codec.write(scratch, row);
      const length = sys.datastore_insert_bsatn(id, scratch.buffer, scratch.offset);
      return length > 0 ? withGenerated(row, generated) : { ...row };
    },
    delete: (row: any): boolean => {
      scratch.offset = 0;
      scratch.writeU32(1);
      codec.write(scratch, row);
      return sys.datastore_delete_all_by_eq_bsatn(id, scratch.buffer, scratch.offset) > 0;
    },
    clear: (): bigint => sys.datastore_clear(id),
  };
}

/** Resolves a table and its indexes; `prefix` is the path of the submodule with a dot, or empty. */
export function makeTable(schema: UntypedTableSchema, def: TableDef, prefix: string): Readonly<TableAccess> {
  const columns = Object.entries<any>(schema.rowType.row).map(([name, column]) => ({
    name,
    codec: column.typeBuilder[codecOf] as Codec,
  }));
  const table: TableRuntime = {
    id: sys.table_id_from_name(prefix + def.sourceName),
    codec: schema.rowType[codecOf],
    generated: def.sequences.map(column => columns[column]!),
  };
  const access = tableMethods(table);
  for (const index of def.indexes) {
    const made: IndexAccess = makeIndex(table, columns, def, index, prefix);
    const existing = access[index.accessorName];
    if (existing === undefined || typeof existing === 'function') {
      Object.defineProperty(access, index.accessorName, { value: made, enumerable: true });
    }
  }
  return Object.freeze(access);
}
