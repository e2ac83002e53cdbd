// Modules of a database that are written in other languages, as this module knows them.
import { BinaryWriter } from './bsatn_writer.ts';
import { ReducerContext } from './context.ts';
import { SenderError } from './errors.ts';
import type { ModuleExport } from './exports.ts';
import { otherModules } from './host.ts';
import type { ParamsObj, ReducerExport } from './reducers.ts';
import { definitionOf, type Schema, schema, type SchemaOf } from './schema.ts';
import type { UntypedTableSchema } from './table.ts';

const ARGUMENT_BYTES = 64;

/** What is used of such a module: its tables, and its reducers by their parameters. */
export interface ForeignModuleOpts<T extends Record<string, UntypedTableSchema>, R extends Record<string, ParamsObj>> {
  tables?: T;
  reducers?: R;
}

/** To be put into `schema` as a library is; a reducer is called as one of a library: `physics.step(ctx.as.physics, args)`. */
export type ForeignModule<T extends Record<string, UntypedTableSchema>, R extends Record<string, ParamsObj>> = {
  default: Schema<SchemaOf<T>>;
} & { readonly [K in keyof R]: ReducerExport<SchemaOf<T>, R[K]> };

/**
 * A module in another language whose folder `stele.json` names. What is said here of its tables and reducers is
 * compared with it when the database is published.
 */
export function foreignModule<
  const T extends Record<string, UntypedTableSchema> = {},
  const R extends Record<string, ParamsObj> = {},
>({ tables, reducers }: ForeignModuleOpts<T, R>): ForeignModule<T, R> {
  const own: Schema<any> = schema(tables ?? {});
  const definition = own[definitionOf];
  definition.isForeign = true;
  const module: Record<string, Schema<any> | ModuleExport> = { default: own };
  Object.entries<ParamsObj>(reducers ?? {}).forEach(([name, params], index) => {
    module[name] = own.reducer(params, (ctx: unknown, args: unknown) => {
      const out = new BinaryWriter(ARGUMENT_BYTES);
      definition.reducers[index]!.params.write(out, args);
      const refusal = otherModules().call_reducer(ReducerContext.prefixOf(ctx) + name, out.getBuffer());
      if (refusal !== undefined) {
        throw new SenderError(refusal);
      }
    });
  });
  return module as ForeignModule<T, R>;
}
