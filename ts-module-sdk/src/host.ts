/// <reference path="./sys.d.ts" />
// The one door to the host: every host function the SDK calls, and the optional ones it looks for.
import * as sys20 from 'spacetime:sys@2.0';
import * as sys21 from 'spacetime:sys@2.1';

export { moduleHooks } from 'spacetime:sys@2.0';

/** Looks up at most one row by a unique index; absent on hosts other than Stele. */
type FindPoint = (index: number, buffer: ArrayBuffer, length: number) => number;

/** Modules of the same database in other languages; absent on hosts other than Stele. */
interface OtherModules {
  /** Calls a reducer in the running transaction; returns what it said when it refused. */
  call_reducer(name: string, args: Uint8Array): string | undefined;
  /** Says that this program counts on a module. */
  foreign_module(name: string): void;
}

interface OptionalFunctions extends Partial<OtherModules> {
  datastore_find_point_bsatn?: FindPoint;
}

export const sys = { ...sys20, ...sys21 };

/** `datastore_find_point_bsatn` where the host has it. */
export const findPoint: FindPoint | undefined = (sys as OptionalFunctions).datastore_find_point_bsatn;

export function otherModules(): OtherModules {
  const { call_reducer, foreign_module } = sys as OptionalFunctions;
  if (call_reducer === undefined || foreign_module === undefined) {
    throw new Error('this host does not run databases of several languages');
  }
  return { call_reducer, foreign_module };
}

interface BufferTooSmall {
  __buffer_too_small__: number;
}

/** The size that the host asks for, or undefined when `error` is about something else. */
export function neededBufferSize(error: unknown): number | undefined {
  if (typeof error === 'object' && error !== null && '__buffer_too_small__' in error) {
    return (error as BufferTooSmall).__buffer_too_small__;
  }
  return undefined;
}
