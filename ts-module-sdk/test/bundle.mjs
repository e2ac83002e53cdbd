// Bundles a module's TypeScript source with one of the two SDKs into an ES module that Node can import.
import { build } from 'esbuild';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const sdkRoot = resolve(here, '..');
export const repositoryRoot = resolve(sdkRoot, '..');

const published = join(sdkRoot, 'node_modules/spacetimedb/dist');
const entries = {
  builtin: { server: join(sdkRoot, 'src/server.ts'), root: join(sdkRoot, 'src/index.ts') },
  published: { server: join(published, 'server/index.mjs'), root: join(published, 'index.mjs') },
};

// The published package uses a method of Set that Node 20 does not have.
Set.prototype.isSubsetOf ??= function (other) {
  return [...this].every(x => other.has(x));
};
Symbol.dispose ??= Symbol('Symbol.dispose');

const outDir = mkdtempSync(join(tmpdir(), 'module-sdk-test-'));
let counter = 0;

const hostFunctions = {
  '2.0': [
    'moduleHooks', 'table_id_from_name', 'index_id_from_name', 'datastore_table_row_count',
    'datastore_table_scan_bsatn', 'datastore_index_scan_range_bsatn', 'datastore_index_scan_point_bsatn',
    'row_iter_bsatn_advance', 'row_iter_bsatn_close', 'datastore_insert_bsatn', 'datastore_update_bsatn',
    'datastore_delete_by_index_scan_range_bsatn', 'datastore_delete_by_index_scan_point_bsatn',
    'datastore_delete_all_by_eq_bsatn', 'volatile_nonatomic_schedule_immediate', 'console_log',
    'console_timer_start', 'console_timer_end', 'identity', 'get_jwt_payload', 'procedure_http_request',
    'procedure_start_mut_tx', 'procedure_commit_mut_tx', 'procedure_abort_mut_tx',
  ],
  '2.1': ['datastore_clear'],
};

/** Serves `spacetime:sys@2.x` from `globalThis.__host`, which must be set before the bundle is imported. */
function hostPlugin(sdk, { fastFind, interpreted }) {
  return {
    name: 'host',
    setup(b) {
      b.onResolve({ filter: /^spacetime:sys@/ }, args => ({ path: args.path, namespace: 'host' }));
      b.onLoad({ filter: /.*/, namespace: 'host' }, args => {
        const version = args.path.split('@')[1];
        const names = [...hostFunctions[version]];
        if (fastFind && version === '2.1') names.push('datastore_find_point_bsatn');
        return {
          contents: `const host = globalThis.__host;\n${names.map(n => `export const ${n} = host.${n};`).join('\n')}`,
          loader: 'js',
        };
      });
      b.onResolve({ filter: /^(stele|spacetimedb)\/server$/ }, () => ({ path: entries[sdk].server }));
      b.onResolve({ filter: /^(stele|spacetimedb)$/ }, () => ({ path: entries[sdk].root }));
      if (interpreted) {
        b.onResolve({ filter: /\/codegen\.ts$/ }, args => ({ path: args.path, namespace: 'no-code' }));
        b.onLoad({ filter: /.*/, namespace: 'no-code' }, () => ({ contents: 'export function specialise() {}' }));
      }
    },
  };
}

/**
 * Bundles `entry` (a path in the repository, or `{ source }` for inline text) and imports the result.
 * Options: `fastFind` adds the optional host function `datastore_find_point_bsatn`; `interpreted` leaves out generated
 * code, as on a host that forbids it.
 */
export async function importModule(entry, sdk, host, options = {}) {
  const outfile = join(outDir, `m${counter++}.mjs`);
  const input =
    typeof entry === 'string'
      ? { entryPoints: [resolve(repositoryRoot, entry)] }
      : { stdin: { contents: entry.source, loader: 'ts', resolveDir: here, sourcefile: 'inline.ts' } };
  await build({
    ...input, bundle: true, format: 'esm', target: 'es2022', platform: 'neutral', mainFields: ['module', 'main'],
    outfile, plugins: [hostPlugin(sdk, options)], logLevel: 'error',
    nodePaths: [join(sdkRoot, 'node_modules')],
  });
  globalThis.__host = host;
  return await import(pathToFileURL(outfile).href);
}
