// What a module says about itself: the parts of a RawModuleDef V10 and how they are written.
import { type AlgebraicType, type ProductType, UNIT, writeAlgebraicType, writeArray, writeOption, writeProductType, writeString } from './algebraic_type.ts';
import { BinaryWriter } from './bsatn_writer.ts';
import { writeMethodOrAny } from './http_wire.ts';
import type { MethodOrAny } from './http_wire.ts';

export interface TypeDef {
  scope: string[];
  name: string;
  ref: number;
}

export type IndexAlgorithmDef = { tag: 'btree' | 'hash'; columns: number[] } | { tag: 'direct'; columns: [number] };

export interface IndexDef {
  sourceName: string;
  accessorName: string;
  algorithm: IndexAlgorithmDef;
}

export interface ConstraintDef {
  name: string | undefined;
  columns: number[];
}

export interface TableDef {
  sourceName: string;
  rowRef: number;
  primaryKey: number[];
  indexes: IndexDef[];
  constraints: ConstraintDef[];
  /** Columns that count up. */
  sequences: number[];
  isPublic: boolean;
  defaults: { column: number; value: Uint8Array }[];
  isEvent: boolean;
}

export interface ReducerDef {
  sourceName: string;
  params: ProductType;
}

export interface ProcedureDef {
  sourceName: string;
  params: ProductType;
  returnType: AlgebraicType;
}

export interface ViewDef {
  sourceName: string;
  index: number;
  isPublic: boolean;
  isAnonymous: boolean;
  params: ProductType;
  returnType: AlgebraicType;
}

export interface ScheduleDef {
  tableName: string;
  column: number;
  functionName: string;
}

export const Lifecycle = { init: 0, clientConnected: 1, clientDisconnected: 2 } as const;
export type Lifecycle = (typeof Lifecycle)[keyof typeof Lifecycle];

export interface ExplicitName {
  kind: 'table' | 'function' | 'index';
  sourceName: string;
  canonicalName: string;
}

export interface ModuleDef {
  types: AlgebraicType[];
  typeDefs: TypeDef[];
  tables: TableDef[];
  reducers: ReducerDef[];
  procedures: ProcedureDef[];
  views: ViewDef[];
  viewPrimaryKeys: { view: string; columns: string[] }[];
  schedules: ScheduleDef[];
  lifecycle: { event: Lifecycle; functionName: string }[];
  httpHandlers: string[];
  httpRoutes: { handler: string; method: MethodOrAny; path: string }[];
  rowLevelSecurity: string[];
  explicitNames: ExplicitName[];
  /** 0 keeps names as they are, 1 makes them snake case. */
  caseConversion: number;
  submodules: { namespace: string; module: ModuleDef }[];
}

export function emptyModuleDef(): ModuleDef {
  return {
    types: [], typeDefs: [], tables: [], reducers: [], procedures: [], views: [], viewPrimaryKeys: [], schedules: [],
    lifecycle: [], httpHandlers: [], httpRoutes: [], rowLevelSecurity: [], explicitNames: [], caseConversion: 1,
    submodules: [],
  };
}

const VERSION_10 = 2;
const CLIENT_CALLABLE = 1;
const USER_TABLE = 1;
const PUBLIC = 0;
const PRIVATE = 1;
const UNIQUE = 0;

/** The section tags, in the order in which the sections are written. */
const SECTION = {
  typespace: 0, types: 1, tables: 2, reducers: 3, procedures: 4, views: 5, viewPrimaryKeys: 13, schedules: 6,
  lifecycle: 7, httpHandlers: 11, httpRoutes: 12, rowLevelSecurity: 8, explicitNames: 10, caseConversion: 9,
  submodules: 14,
} as const;

const NAME_KIND = { table: 0, function: 1, index: 2 } as const;

function writeNumber16(w: BinaryWriter, value: number): void {
  w.writeU16(value);
}

function writeIndex(w: BinaryWriter, index: IndexDef): void {
  writeOption(w, index.sourceName, writeString);
  writeOption(w, index.accessorName, writeString);
  if (index.algorithm.tag === 'direct') {
    w.writeU8(2);
    w.writeU16(index.algorithm.columns[0]);
  } else {
    w.writeU8(index.algorithm.tag === 'btree' ? 0 : 1);
    writeArray(w, index.algorithm.columns, writeNumber16);
  }
}

function writeConstraint(w: BinaryWriter, constraint: ConstraintDef): void {
  writeOption(w, constraint.name, writeString);
  w.writeU8(UNIQUE);
  writeArray(w, constraint.columns, writeNumber16);
}

function writeSequence(w: BinaryWriter, column: number): void {
  const absent = 1;
  w.writeU8(absent); // name
  w.writeU16(column);
  w.writeU8(absent); // start
  w.writeU8(absent); // minimum
  w.writeU8(absent); // maximum
  w.writeI128(1n); // increment
}

function writeTable(w: BinaryWriter, table: TableDef): void {
  w.writeString(table.sourceName);
  w.writeU32(table.rowRef);
  writeArray(w, table.primaryKey, writeNumber16);
  writeArray(w, table.indexes, writeIndex);
  writeArray(w, table.constraints, writeConstraint);
  writeArray(w, table.sequences, writeSequence);
  w.writeU8(USER_TABLE);
  w.writeU8(table.isPublic ? PUBLIC : PRIVATE);
  writeArray(w, table.defaults, (out, entry) => {
    out.writeU16(entry.column);
    out.writeUInt8Array(entry.value);
  });
  w.writeBool(table.isEvent);
}

function writeReducer(w: BinaryWriter, reducer: ReducerDef): void {
  w.writeString(reducer.sourceName);
  writeProductType(w, reducer.params);
  w.writeU8(CLIENT_CALLABLE);
  writeAlgebraicType(w, UNIT);
  writeAlgebraicType(w, { tag: 'String' });
}

function writeProcedure(w: BinaryWriter, procedure: ProcedureDef): void {
  w.writeString(procedure.sourceName);
  writeProductType(w, procedure.params);
  writeAlgebraicType(w, procedure.returnType);
  w.writeU8(CLIENT_CALLABLE);
}

function writeView(w: BinaryWriter, view: ViewDef): void {
  w.writeString(view.sourceName);
  w.writeU32(view.index);
  w.writeBool(view.isPublic);
  w.writeBool(view.isAnonymous);
  writeProductType(w, view.params);
  writeAlgebraicType(w, view.returnType);
}

function writeSections(w: BinaryWriter, def: ModuleDef): void {
  const section = <T>(tag: number, values: readonly T[], write: (w: BinaryWriter, value: T) => void) => {
    w.writeU8(tag);
    writeArray(w, values, write);
  };
  w.writeU32(Object.keys(SECTION).length);
  section(SECTION.typespace, def.types, writeAlgebraicType);
  section(SECTION.types, def.typeDefs, (out, type) => {
    writeArray(out, type.scope, writeString);
    out.writeString(type.name);
    out.writeU32(type.ref);
    out.writeBool(true); // members stay in the order of the source
  });
  section(SECTION.tables, def.tables, writeTable);
  section(SECTION.reducers, def.reducers, writeReducer);
  section(SECTION.procedures, def.procedures, writeProcedure);
  section(SECTION.views, def.views, writeView);
  section(SECTION.viewPrimaryKeys, def.viewPrimaryKeys, (out, key) => {
    out.writeString(key.view);
    writeArray(out, key.columns, writeString);
  });
  section(SECTION.schedules, def.schedules, (out, schedule) => {
    writeOption(out, undefined, writeString); // name
    out.writeString(schedule.tableName);
    out.writeU16(schedule.column);
    out.writeString(schedule.functionName);
  });
  section(SECTION.lifecycle, def.lifecycle, (out, entry) => {
    out.writeU8(entry.event);
    out.writeString(entry.functionName);
  });
  section(SECTION.httpHandlers, def.httpHandlers, writeString);
  section(SECTION.httpRoutes, def.httpRoutes, (out, route) => {
    out.writeString(route.handler);
    writeMethodOrAny(out, route.method);
    out.writeString(route.path);
  });
  section(SECTION.rowLevelSecurity, def.rowLevelSecurity, writeString);
  section(SECTION.explicitNames, def.explicitNames, (out, entry) => {
    out.writeU8(NAME_KIND[entry.kind]);
    out.writeString(entry.sourceName);
    out.writeString(entry.canonicalName);
  });
  w.writeU8(SECTION.caseConversion);
  w.writeU8(def.caseConversion);
  section(SECTION.submodules, def.submodules, (out, submodule) => {
    out.writeString(submodule.namespace);
    writeSections(out, submodule.module);
  });
}

/** The bytes that `__describe_module__` returns. */
export function encodeModuleDef(def: ModuleDef): Uint8Array {
  const w = new BinaryWriter(1024);
  w.writeU8(VERSION_10);
  writeSections(w, def);
  return w.toBytes();
}
