package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.polyglot.js.source.SourceCompiler;
import dev.stele.polyglot.js.source.SourceException;
import dev.stele.polyglot.js.source.SourceTreeCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of sources, packed, loaded and called. */
final class SourceProgramTest {

    @TempDir Path folder;

    private final SourceCompiler compiler = new SourceCompiler();

    @BeforeEach
    void writeHooks() throws Exception {
        write("src/hooks.js", Programs.HOOKS);
    }

    private void write(String path, String text) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ModuleInstance load() throws Exception {
        return Programs.runtime()
                .load(Programs.of(new SourceTreeCollector(compiler).collect(folder).program()));
    }

    /** Runs the one reducer of src/index.ts, made of {@code imports} and {@code body}. */
    private List<String> run(String imports, String body) throws Exception {
        write(
                "src/index.ts",
                "import { serve, sys, SenderError } from './hooks.js';\n"
                        + "const log = (...values: unknown[]) => sys.console_log(2, values.map(String).join(' '));\n"
                        + imports
                        + "\nexport default serve([() => {\n"
                        + body
                        + "\n}]);\n");
        InMemoryTables tables = new InMemoryTables();
        try (ModuleInstance module = load()) {
            assertThat(Programs.call(module, 0, tables)).isEqualTo(new GuestOutcome.Returned());
        }
        return tables.log.stream().map(InMemoryTables.LogLine::message).toList();
    }

    @Test
    void removesTypesAndLowersTypeScriptsOwnConstructs() throws Exception {
        assertThat(
                        run(
                                """
                                import type { Absent } from './absent';
                                enum Color { Red, Green = 5, Blue }
                                const enum Size { S = 'small' }
                                namespace Geometry { export const sides = 4; export namespace Inner { export const x = 1; } }
                                abstract class Base { constructor(protected readonly a: number, public b = 2) {} abstract m(): void; }
                                class Derived<T> extends Base { declare z: T; #p = 3; m(this: Derived<T>): number { return this.a + this.b + this.#p; } }
                                function mark(target: any, key: string) { target.marked = key; }
                                class Decorated { @mark run() {} }
                                function over(x: string): string; function over(x: any): any { return x!; }
                                const sat = { k: 1 } satisfies Record<string, number>;
                                """,
                                "log(Color.Blue, Color[5], Size.S, Geometry.sides, Geometry.Inner.x, new Derived<Absent>(1).m(),"
                                        + " (new Decorated() as any).marked, over('o'), sat.k as number);"))
                .containsExactly("6 Green small 4 1 6 run o 1");
    }

    @Test
    void resolvesFilesFoldersJsonAndPathsOfTsconfig() throws Exception {
        write("src/plain.ts", "export const plain = 1;");
        write("src/really-ts.ts", "export const really = 2;");
        write("src/dir/index.ts", "export { default as data, version } from '../data.json';");
        write("src/data.json", "{\"version\": \"1.2\", \"list\": [1, 2]}");
        write("src/lib/deep.mts", "export default class Deep { name = 'deep'; }");
        write(
                "tsconfig.json",
                "{ // comment\n \"compilerOptions\": {\"paths\": {\"@lib/*\": [\"./src/lib/*\"],}}, }");
        write(
                "src/attr.ts",
                "import d from './data.json' with { type: 'json' };\nexport const list = d.list;");
        assertThat(
                        run(
                                """
                                import { plain } from './plain';
                                import { really } from './really-ts.js';
                                import { data, version } from './dir';
                                import Deep from '@lib/deep';
                                import { list } from './attr';
                                """,
                                "log(plain, really, version, data.list.length, new Deep().name, list);"))
                .containsExactly("1 2 1.2 2 deep 1,2");
    }

    @Test
    void resolvesPackages() throws Exception {
        write(
                "node_modules/esm/package.json",
                """
                {"name":"esm","type":"module","exports":{
                  ".":{"types":"./x.d.ts","import":"./main.js","require":"./never.cjs"},
                  "./feature/*":"./f/*.js","./only":{"node":"./no.js","default":"./only.js"},"./package.json":"./package.json"}}
                """);
        write("node_modules/esm/main.js", "export const a = 'esm main';");
        write("node_modules/esm/f/one.js", "export default 'feature one';");
        write("node_modules/esm/only.js", "export default 'only';");
        write(
                "node_modules/@scope/pkg/package.json",
                "{\"module\":\"./m.mjs\",\"main\":\"./m.cjs\",\"imports\":{\"#in\":\"./in.mjs\"}}");
        write(
                "node_modules/@scope/pkg/m.mjs",
                "import v from '#in'; export const scoped = 'scoped ' + v;");
        write("node_modules/@scope/pkg/in.mjs", "export default 'inner';");
        write("node_modules/@scope/pkg/m.cjs", "throw new Error('wrong file')");
        assertThat(
                        run(
                                "import { a } from 'esm'; import one from 'esm/feature/one'; import only from 'esm/only';"
                                        + "import { scoped } from '@scope/pkg';",
                                "log(a, one, only, scoped);"))
                .containsExactly("esm main feature one only scoped inner");
    }

    @Test
    void runsCommonJsPackages() throws Exception {
        write("node_modules/cjs/package.json", "{\"main\":\"lib\"}");
        write(
                "node_modules/cjs/lib/index.js",
                """
                'use strict';
                var helper = require('./helper');
                var data = require('./data.json');
                var esm = require('esm-dep');
                exports.sum = function (a, b) { return helper.add(a, b) + data.offset; };
                exports.cycle = require('./cycle').name;
                exports.esm = esm.value;
                try { require('optional-dependency'); } catch (e) { exports.optional = 'missing'; }
                exports.dir = __dirname.length > 0;
                """);
        write("node_modules/cjs/lib/helper.js", "module.exports = { add: (a, b) => a + b };");
        write("node_modules/cjs/lib/data.json", "{\"offset\": 100}");
        write(
                "node_modules/cjs/lib/cycle.js",
                "var index = require('./index.js'); module.exports.name = 'cycle ' + typeof index.sum;");
        write("node_modules/esm-dep/package.json", "{\"type\":\"module\",\"main\":\"x.js\"}");
        write("node_modules/esm-dep/x.js", "export const value = 'from esm';");
        write(
                "node_modules/babel/index.js",
                "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'the default';");
        assertThat(
                        run(
                                "import cjs, { sum, optional } from 'cjs';\nimport * as all from 'cjs';\nimport d from 'babel';",
                                "log(sum(1, 2), cjs.cycle, cjs.esm, optional, all.dir, d);"))
                .containsExactly("103 cycle function from esm missing true the default");
    }

    @Test
    void runsCyclesAndDynamicImports() throws Exception {
        write(
                "src/a.ts",
                "import { b } from './b';\nexport const a = () => 'a';\nexport const viaB = () => b();");
        write("src/b.ts", "import { a } from './a';\nexport const b = () => 'b' + a();");
        write("src/late.ts", "export const late = 'late';");
        assertThat(
                        run(
                                "import { viaB } from './a';\nimport * as self from './index';\nconst { late } = await import('./late');",
                                "log(viaB(), late, typeof self.default);"))
                .containsExactly("ba late object");
    }

    @Test
    void lowersUsingEverywhere() throws Exception {
        assertThat(
                        run(
                                """
                                const r = (n: string, fail = false) => ({ n, [Symbol.dispose]() { log('close', n); if (fail) throw new Error('dispose ' + n); } });
                                function block() { using a = r('a'), b = r('b'); log('in', a.n, b.n); return 'returned'; }
                                function* gen() { using g = r('g'); yield 1; yield 2; }
                                const arrow = (x: number) => { if (x) { using t = r('t'); return t.n; } using u = null; return 'none'; };
                                """,
                                """
                                log(block());
                                for (const x of gen()) { log('got', x); break; }
                                log(arrow(1), arrow(0));
                                for (using l of [r('l1'), r('l2')]) { if (l.n === 'l1') continue; log('body', l.n); }
                                try { using x = r('x', true), y = r('y', true); throw new Error('body'); }
                                catch (e: any) { log(e.name, e.error.message, e.suppressed.name, e.suppressed.error.message, e.suppressed.suppressed.message); }
                                try { using z: any = { }; } catch (e: any) { log(e.name); }
                                try { using z: any = 5; } catch (e: any) { log(e.name); }
                                label: { using k = r('k'); break label; }
                                """))
                .containsExactly(
                        "in a b",
                        "close b",
                        "close a",
                        "returned",
                        "got 1",
                        "close g",
                        "close t",
                        "t none",
                        "close l1",
                        "body l2",
                        "close l2",
                        "close y",
                        "close x",
                        "SuppressedError dispose x SuppressedError dispose y body",
                        "TypeError",
                        "TypeError",
                        "close k");
    }

    @Test
    void lowersAwaitUsing() throws Exception {
        assertThat(
                        run(
                                """
                                const done: string[] = [];
                                const r = (n: string) => ({ async [Symbol.asyncDispose]() { await null; done.push('closed ' + n); } });
                                async function f() { await using a = r('a'); await using b = r('b'); await using c = null; done.push('in'); }
                                await f();
                                for await (await using x of [r('x')]) done.push('loop');
                                """,
                                "log(done.join());"))
                .containsExactly("in,closed b,closed a,loop,closed x");
    }

    @Test
    void guardsOnlyBigIntPowersAndShifts() throws Exception {
        assertThat(
                        run(
                                "const n = (x: any) => x;",
                                "let m = n(2); m **= 3; let s = n(1n); s <<= n(70n);\n"
                                        + "log(n(2) ** n(10), n(2n) ** n(100n), (n(3)) /* x */ ** n(2), n(5) << n(2), n(1n) << 3n, m, s, 2 ** n(3) ** n(2));"))
                .containsExactly(
                        "1024 1267650600228229401496703205376 9 20 8 8 1180591620717411303424 512");
    }

    @Test
    void mapsTracesOfReducersToTheAuthorsLines() throws Exception {
        write(
                "src/money.ts",
                """
                interface Account { balance: bigint }
                // a comment that goes away

                export function withdraw(account: Account, amount: bigint): void {
                  using _lock = null;
                  if (account.balance < amount) {
                    throw new RangeError('not enough');
                  }
                }
                """);
        write(
                "src/index.ts",
                """
                import { serve } from './hooks.js';
                import { withdraw } from './money';
                type Unused = { a: string };
                export default serve([
                  () => withdraw({ balance: 1n }, 2n),
                  () => { throw 'a text'; },
                ]);
                """);
        try (ModuleInstance module = load()) {
            GuestOutcome.FailedInternal failed =
                    (GuestOutcome.FailedInternal) Programs.call(module, 0);
            assertThat(failed.detail())
                    .startsWith(
                            """
                            RangeError: not enough
                                at withdraw (src/money.ts:7:11)
                                at src/index.ts:5:9
                            """);
            assertThat(((GuestOutcome.FailedInternal) Programs.call(module, 1)).detail())
                    .startsWith("a text");
        }
    }

    @Test
    void logsTheAuthorsFileAndLine() throws Exception {
        InMemoryTables tables = new InMemoryTables();
        write(
                "src/index.ts",
                """
                import { serve, sys } from './hooks.js';
                interface X { a: 1 }
                sys.console_log(1, 'early');
                export default serve([() => {
                  sys.console_log(2, 'in call');
                }]);
                """);
        try (ModuleInstance module = load()) {
            Programs.call(module, 0, tables);
        }
        assertThat(tables.log)
                .containsExactly(
                        new InMemoryTables.LogLine(1, "src/index.ts", 3, "early"),
                        new InMemoryTables.LogLine(2, "src/index.ts", 5, "in call"));
    }

    private void refusedWhenPacked(String file, String text, String... parts) throws Exception {
        write(file, text);
        assertThatThrownBy(() -> new SourceTreeCollector(compiler).collect(folder))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.problems().getFirst().toString()).contains(parts));
    }

    @Test
    void tellsWhereAnImportIsMissing() throws Exception {
        write("src/helper.ts", "");
        refusedWhenPacked(
                "src/index.ts",
                "interface A {}\n\nimport './helper';\nimport { x } from './nowhere';\nexport default x;\n",
                "src/index.ts:4:19: cannot find \"./nowhere\"",
                "> 4 | import { x } from './nowhere';\n    |                   ^");
    }

    @Test
    void refusesNodeBuiltinsUrlsAndOldSystemModules() throws Exception {
        for (Map.Entry<String, String> each :
                Map.of(
                                "node:fs", "\"node:fs\" is part of Node.js",
                                "path", "\"path\" is part of Node.js",
                                "fs/promises", "\"fs/promises\" is part of Node.js",
                                "https://x.org/a.js", "only relative paths and packages",
                                "/etc/passwd", "only relative paths and packages",
                                "left-pad", "cannot find the package \"left-pad\"",
                                "spacetime:sys@1.3", "the system interface of old SDKs",
                                "spacetime:sys@3.0", "the module needs a newer server",
                                "#nothing", "no such entry in \"imports\"")
                        .entrySet()) {
            refusedWhenPacked(
                    "src/index.ts",
                    "import * as x from '" + each.getKey() + "';\nexport default x;",
                    "src/index.ts:1:20: ",
                    each.getValue());
        }
    }

    @Test
    void tellsWhereTheSyntaxIsWrong() throws Exception {
        refusedWhenPacked(
                "src/index.ts",
                "type A = string;\nconst é: A = 'é';\nconst b: = 1;\n",
                "src/index.ts:3:10: syntax error: Unexpected token `=`",
                "> 3 | const b: = 1;\n    |          ^");
        refusedWhenPacked("src/index.js", "", "src/index.ts:3:10");
    }

    private void refusedWhenLoaded(String text, String... parts) throws Exception {
        write("src/index.ts", "import { serve } from './hooks.js';\n" + text);
        assertThatThrownBy(this::load)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void tellsWhereTheTopLevelThrows() throws Exception {
        refusedWhenLoaded(
                "interface Big { a: 1 }\nfunction f(x: number): never {\n  throw new TypeError('at the top');\n}\nf(1);\n",
                "src/index.ts:4:9: TypeError: at the top\n",
                "> 4 |   throw new TypeError('at the top');\n    |         ^",
                "    at f (src/index.ts:4:9)\n    at src/index.ts:6:1");
    }

    @Test
    void tellsWhatIsWrongWithTheDefaultExport() throws Exception {
        refusedWhenLoaded(
                "export const x = 1;", "src/index.ts:1:1: the module has no default export");
        refusedWhenLoaded(
                "export default 5;", "src/index.ts:2:1: default export is not a Schema object");
        refusedWhenLoaded(
                "export default {};", "src/index.ts:2:1: default export is not a Schema object");
        refusedWhenLoaded(
                "export default null;", "src/index.ts:2:1: default export is not a Schema object");
        refusedWhenLoaded(
                "await new Promise(() => {});\nexport default serve([]);",
                "src/index.ts: a top-level await is still pending");
    }

    @Test
    void tellsWhichNameAnImportLacks() throws Exception {
        write("src/other.ts", "export const here = 1;\nexport interface OnlyType {}");
        refusedWhenLoaded(
                "import { here } from './other';\nimport { gone } from './other';\nexport default serve([() => here + gone]);",
                "src/index.ts:3:22: \"./other\" has no export \"gone\"");
    }

    @Test
    void tellsErrorsThatOnlyTheEngineFinds() throws Exception {
        refusedWhenLoaded(
                "type T = 1;\nfunction f() { break; }\nexport default serve([f]);",
                "src/index.ts:3:16: syntax error: ");
    }

    @Test
    void findsTheEntry() throws Exception {
        assertThatThrownBy(() -> SourceTreeCollector.entry(folder))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("no entry file");
        for (String name :
                List.of(
                        "main.mjs",
                        "main.ts",
                        "src/lib.ts",
                        "src/main.ts",
                        "index.ts",
                        "src/index.ts")) {
            write(name, "");
            assertThat(SourceTreeCollector.entry(folder))
                    .isEqualTo(folder.toRealPath().resolve(name));
        }
        write("package.json", "{\"main\": \"main.ts\"}");
        assertThat(SourceTreeCollector.entry(folder)).endsWithRaw(Path.of("main.ts"));
        write("package.json", "{\"main\": \"main.ts\", \"stele\": {\"entry\": \"src/lib.ts\"}}");
        assertThat(SourceTreeCollector.entry(folder)).endsWithRaw(Path.of("src/lib.ts"));
        assertThat(SourceTreeCollector.entry(folder.resolve("main.mjs")))
                .endsWithRaw(Path.of("main.mjs"));
    }

    @Test
    void followsLinkedPackages() throws Exception {
        write(
                "node_modules/.store/dep@1/node_modules/dep/index.js",
                "import x from 'inner'; export const dep = 'dep ' + x;");
        write("node_modules/.store/dep@1/node_modules/inner/index.mjs", "export default 'inner';");
        write(
                "node_modules/.store/dep@1/node_modules/inner/package.json",
                "{\"main\":\"index.mjs\"}");
        Files.createSymbolicLink(
                folder.resolve("node_modules/dep"), Path.of(".store/dep@1/node_modules/dep"));
        assertThat(run("import { dep } from 'dep';", "log(dep);")).containsExactly("dep inner");
    }
}
