// What a module exports: everything that has a method to register itself under the name of the export.
import type { SchemaDefinition } from './schema_definition.ts';

export const registerExport: unique symbol = Symbol('register export');
export const exportContext: unique symbol = Symbol('schema of an export');

export interface ModuleExport {
  [registerExport](schema: SchemaDefinition, exportName: string): void;
  [exportContext]?: SchemaDefinition;
}

export function isModuleExport(value: unknown): value is ModuleExport {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && registerExport in value;
}

/** An export that is not a function of its own. */
export function plainExport(schema: SchemaDefinition, register: (exportName: string) => void): ModuleExport {
  return { [exportContext]: schema, [registerExport]: (_schema, exportName) => register(exportName) };
}

/** A function that can be called as before and registers itself as `register` says. */
export function functionExport<F extends (...args: any[]) => any>(
  schema: SchemaDefinition,
  fn: F,
  register: (self: ModuleExport, exportName: string) => void
): F & ModuleExport {
  const self = ((...args: any[]) => fn(...args)) as F & ModuleExport;
  self[exportContext] = schema;
  self[registerExport] = (_schema, exportName) => register(self, exportName);
  return self;
}
