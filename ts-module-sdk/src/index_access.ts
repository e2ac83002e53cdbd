// Indexes at run time: `ctx.db.<table>.<index>`. Keys go into `scratch`; a unique lookup is one or two host calls.
import type { Codec } from './codec.ts';
import { findPoint, neededBufferSize, sys } from './host.ts';
import type { IndexDef, TableDef } from './module_def.ts';
import { type Bound, Range } from './range.ts';
import { RowIterator, scratch, scratchReader } from './row_iterator.ts';
import { type TableRuntime, withGenerated } from './table_access.ts';

interface Column {
  name: string;
  codec: Codec;
}

export type IndexAccess = object;

const EXHAUSTED_EMPTY = 0;
const BOUND_INCLUDED = 0;
const BOUND_EXCLUDED = 1;
const BOUND_UNBOUNDED = 2;

/** Writes the key of a whole index to the start of `scratch`. */
type WriteKey = (key: any) => void;

function keyWriter(columns: Column[]): WriteKey {
  if (columns.length === 1) {
    const codec = columns[0]!.codec;
    return key => {
      scratch.offset = 0;
      codec.write(scratch, key);
    };
  }
  return key => {
    scratch.offset = 0;
    for (let i = 0; i < columns.length; i++) {
      columns[i]!.codec.write(scratch, key[i]);
    }
  };
}

/** One row of an iterator that has one row or none. */
function firstRow(iterator: number, codec: Codec): any {
  let length: number;
  for (;;) {
    try {
      length = sys.row_iter_bsatn_advance(iterator, scratch.buffer);
      break;
    } catch (error) {
      const needed = neededBufferSize(error);
      if (needed === undefined) {
        throw error;
      }
      scratch.offset = 0;
      scratch.grow(needed);
    }
  }
  if (length === EXHAUSTED_EMPTY) {
    return null;
  }
  if (length > 0) {
    sys.row_iter_bsatn_close(iterator);
  }
  return codec.read(scratchReader());
}

/** `find` by the two standard host functions. */
function findByScan(table: TableRuntime, index: number, writeKey: WriteKey): (key: any) => any {
  const codec = table.codec;
  return key => {
    writeKey(key);
    return firstRow(sys.datastore_index_scan_point_bsatn(index, scratch.buffer, scratch.offset), codec);
  };
}

/** `find` by Stele's own function, which answers in one call. */
function findDirectly(find: NonNullable<typeof findPoint>, table: TableRuntime, index: number, writeKey: WriteKey): (key: any) => any {
  const codec = table.codec;
  return key => {
    writeKey(key);
    for (;;) {
      try {
        const length = find(index, scratch.buffer, scratch.offset);
        return length < 0 ? null : codec.read(scratchReader());
      } catch (error) {
        const needed = neededBufferSize(error);
        if (needed === undefined) {
          throw error;
        }
        scratch.grow(needed);
        writeKey(key);
      }
    }
  };
}

function uniqueIndex(table: TableRuntime, index: number, columns: Column[], isPrimary: boolean): IndexAccess {
  const writeKey = keyWriter(columns);
  const unique = {
    find: findPoint === undefined ? findByScan(table, index, writeKey) : findDirectly(findPoint, table, index, writeKey),
    delete: (key: any): boolean => {
      writeKey(key);
      return sys.datastore_delete_by_index_scan_point_bsatn(index, scratch.buffer, scratch.offset) > 0;
    },
  };
  if (!isPrimary) {
    return Object.freeze(unique);
  }
  const { id, codec, generated } = table;
  return Object.freeze({
    ...unique,
    update: (row: any): any => {
      scratch.offset = 0;
      codec.write(scratch, row);
      const length = sys.datastore_update_bsatn(id, index, scratch.buffer, scratch.offset);
      return length > 0 ? withGenerated(row, generated) : { ...row };
    },
  });
}

function hashIndex(table: TableRuntime, index: number, columns: Column[]): IndexAccess {
  const writeKey = keyWriter(columns);
  const writePoint: WriteKey = key => {
    if (key instanceof Range) {
      throw new TypeError('range for a hash index, expected a value for each of its columns');
    }
    writeKey(key);
  };
  return Object.freeze({
    filter: (key: any): RowIterator => {
      writePoint(key);
      return new RowIterator(sys.datastore_index_scan_point_bsatn(index, scratch.buffer, scratch.offset), table.codec);
    },
    delete: (key: any): number => {
      writePoint(key);
      return sys.datastore_delete_by_index_scan_point_bsatn(index, scratch.buffer, scratch.offset);
    },
  });
}

function writeBound(codec: Codec, bound: Bound<any>): void {
  switch (bound.tag) {
    case 'included':
      scratch.writeU8(BOUND_INCLUDED);
      codec.write(scratch, bound.value);
      break;
    case 'excluded':
      scratch.writeU8(BOUND_EXCLUDED);
      codec.write(scratch, bound.value);
      break;
    case 'unbounded':
      scratch.writeU8(BOUND_UNBOUNDED);
      break;
    default:
      throw new TypeError(`bound ${JSON.stringify(bound)}, expected included, excluded or unbounded`);
  }
}

// The parts of the range that `writeRange` has put into `scratch`.
let prefixLength = 0;
let prefixElements = 0;
let startLength = 0;
let endLength = 0;

/** Writes a prefix of equal columns and the bounds of the column after it. */
function writeRange(columns: Column[], terms: readonly any[]): void {
  if (terms.length === 0 || terms.length > columns.length) {
    throw new TypeError(`${terms.length} values for an index, expected 1 to ${columns.length}`);
  }
  scratch.offset = 0;
  prefixElements = terms.length - 1;
  for (let i = 0; i < prefixElements; i++) {
    columns[i]!.codec.write(scratch, terms[i]);
  }
  prefixLength = scratch.offset;
  const codec = columns[prefixElements]!.codec;
  const last = terms[prefixElements];
  if (last instanceof Range) {
    writeBound(codec, last.from);
    startLength = scratch.offset - prefixLength;
    writeBound(codec, last.to);
    endLength = scratch.offset - prefixLength - startLength;
  } else {
    // An end of no bytes means the same as the start.
    scratch.writeU8(BOUND_INCLUDED);
    codec.write(scratch, last);
    startLength = scratch.offset - prefixLength;
    endLength = 0;
  }
}

/** An index that scans by points, prefixes and ranges. */
function orderedIndex(table: TableRuntime, index: number, columns: Column[]): IndexAccess {
  const writeKey = keyWriter(columns);
  const single = columns.length === 1;
  /** True when `scan` was a whole key and is now in `scratch`, false when it was a range. */
  const writeScan = (scan: any): boolean => {
    if (single ? !(scan instanceof Range) : isWholeKey(scan, columns.length)) {
      writeKey(scan);
      return true;
    }
    writeRange(columns, !single && Array.isArray(scan) ? scan : [scan]);
    return false;
  };
  return Object.freeze({
    filter: (scan: any): RowIterator => {
      const iterator = writeScan(scan)
        ? sys.datastore_index_scan_point_bsatn(index, scratch.buffer, scratch.offset)
        : sys.datastore_index_scan_range_bsatn(
            index, scratch.buffer, prefixLength, prefixElements, startLength, endLength
          );
      return new RowIterator(iterator, table.codec);
    },
    delete: (scan: any): number =>
      writeScan(scan)
        ? sys.datastore_delete_by_index_scan_point_bsatn(index, scratch.buffer, scratch.offset)
        : sys.datastore_delete_by_index_scan_range_bsatn(
            index, scratch.buffer, prefixLength, prefixElements, startLength, endLength
          ),
  });
}

function isWholeKey(scan: any, columnCount: number): boolean {
  return Array.isArray(scan) && scan.length === columnCount && !(scan[columnCount - 1] instanceof Range);
}

function sameColumns(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every(column => b.includes(column));
}

export function makeIndex(table: TableRuntime, columns: Column[], def: TableDef, index: IndexDef, prefix: string): IndexAccess {
  const numbers = index.algorithm.columns;
  const keyColumns = numbers.map(column => columns[column]!);
  const id = sys.index_id_from_name(prefix + index.sourceName);
  if (def.constraints.some(constraint => sameColumns(numbers, constraint.columns))) {
    return uniqueIndex(table, id, keyColumns, sameColumns(numbers, def.primaryKey));
  }
  return index.algorithm.tag === 'hash' ? hashIndex(table, id, keyColumns) : orderedIndex(table, id, keyColumns);
}
