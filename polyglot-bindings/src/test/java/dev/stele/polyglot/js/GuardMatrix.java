package dev.stele.polyglot.js;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.HostileRuns;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that {@link GuardMatrixTest} starts in a JVM of its own: runs hostile reducers and
 * prints one line for each.
 */
public final class GuardMatrix {

    static final Duration REDUCER = Duration.ofSeconds(1);
    static final Duration LOAD = Duration.ofSeconds(5);
    static final long ALLOCATION = 128L << 20;

    static final Map<String, String> LOOPS = new LinkedHashMap<>();
    static final Map<String, String> BOMBS = new LinkedHashMap<>();
    static final Map<String, String> HUGE = new LinkedHashMap<>();
    static final Map<String, String> OVERFLOWS = new LinkedHashMap<>();
    static final Map<String, String> LOAD_LOOPS = new LinkedHashMap<>();

    static {
        LOOPS.put("plain", "() => { for (;;); }");
        LOOPS.put("regex", "() => { /^(a|a|aa)+\\1$/.test('a'.repeat(60) + 'b'); for (;;); }");
        LOOPS.put("reviver", "() => { JSON.parse('[1,2]', (k, v) => { for (;;); }); }");
        LOOPS.put("sort", "() => { [3,2,1].sort((a, b) => { for (;;); }); }");
        LOOPS.put(
                "finally",
                "() => { function* g() { try { yield 1; } finally { for (;;) { try { for (;;); } finally { continue; } } } } for (const x of g()) break; }");
        LOOPS.put("getter", "() => { const o = { get x() { for (;;); } }; o.x; }");
        LOOPS.put("promise", "() => { const f = () => Promise.resolve().then(f); f(); }");
        LOOPS.put("proxy", "() => { const p = new Proxy({}, { has() { for (;;); } }); 'a' in p; }");
        LOOPS.put("catch", "() => { for (;;) { try { for (;;); } catch (e) { continue; } } }");
        LOOPS.put(
                "builtin", "() => { const a = new Array(50000).fill(1); for (;;) a.indexOf(2); }");
        LOOPS.put("toString", "() => { `${{ toString() { for (;;); } }}`; }");

        BOMBS.put("objects", "() => { const a = []; for (;;) a.push({ x: 1, y: [] }); }");
        BOMBS.put(
                "strings",
                "() => { const a = []; for (let i = 0;; i++) a.push(('x' + i).repeat(1000)); }");
        BOMBS.put(
                "doubling string",
                "() => { let s = 'ab'; const a = []; for (;;) { s += s; a.push(s.split('')); } }");
        BOMBS.put("arrays", "() => { const a = []; for (;;) a.push(new Array(1000).fill(0)); }");
        BOMBS.put("growing array", "() => { const a = []; for (let i = 0;; i++) a[i] = i + 0.5; }");
        BOMBS.put("map", "() => { const m = new Map(); for (let i = 0;; i++) m.set(i, {}); }");
        BOMBS.put("set", "() => { const m = new Set(); for (let i = 0;; i++) m.add('k' + i); }");
        BOMBS.put("bigint", "() => { let b = 3n; const a = []; for (;;) { b *= b; a.push(b); } }");
        BOMBS.put(
                "typed arrays",
                "() => { const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1)); }");
        BOMBS.put(
                "array buffers",
                "() => { const a = []; for (;;) a.push(new ArrayBuffer(1 << 22)); }");
        BOMBS.put("closures", "() => { let f = () => 0; for (;;) { const g = f; f = () => g; } }");
        BOMBS.put("concat", "() => { let a = [1]; for (;;) a = a.concat(a); }");
        BOMBS.put(
                "json",
                "() => { let o = {}; const a = []; for (;;) a.push(JSON.parse(JSON.stringify(a.slice(-50).concat(new Array(500).fill('abc'))))); }");
        BOMBS.put(
                "promises",
                "() => { const a = []; const f = () => { a.push(new Array(100).fill(1)); Promise.resolve().then(f); }; f(); }");
        BOMBS.put(
                "generators",
                "() => { const a = []; function* g() { yield 1; } for (;;) { const x = g(); x.next(); a.push(x); } }");
        BOMBS.put("errors", "() => { const a = []; for (;;) a.push(new Error('x')); }");

        HUGE.put("typed array of 2 GB", "() => { new Uint8Array(2 ** 31 - 16); }");
        HUGE.put("typed array of 400 MB", "() => { new Uint8Array(400 * 2 ** 20); }");
        HUGE.put("array buffer of 300 MB", "() => { new ArrayBuffer(300 * 2 ** 20).slice(0); }");
        HUGE.put(
                "resizable buffer",
                "() => { new ArrayBuffer(8, { maxByteLength: 2 ** 31 - 16 }).resize(2 ** 31 - 16); }");
        HUGE.put(
                "repeat",
                "() => { const s = 'abc'.repeat(2 ** 28); s.charCodeAt(5) + s.split('b').length; }");
        HUGE.put("padStart", "() => { 'x'.padStart(2 ** 29, 'yz').toUpperCase(); }");
        HUGE.put("fill", "() => { new Array(2 ** 32 - 1).fill(0); }");
        HUGE.put("join", "() => { new Array(2 ** 27).join('ab').toUpperCase(); }");
        HUGE.put("bigint power", "() => { 7n ** (2n ** 28n); }");
        HUGE.put("bigint shift", "() => { (1n << (2n ** 31n - 1n)).toString(); }");
        HUGE.put("apply", "() => { Math.max.apply(null, { length: 2 ** 31 }); }");
        HUGE.put("Array.from", "() => { Array.from({ length: 2 ** 31 }); }");
        HUGE.put("spread", "() => { const a = new Array(2 ** 26).fill(1); [...a, ...a, ...a]; }");
        HUGE.put("deep JSON text", "() => { JSON.parse('['.repeat(1e6) + ']'.repeat(1e6)); }");
        HUGE.put(
                "deep JSON value",
                "() => { let o = {}; for (let i = 0; i < 1e6; i++) o = { o }; JSON.stringify(o); }");
        HUGE.put(
                "regex backtracking",
                "() => { /^(([a-z])+.)+[A-Z]([a-z])+$/.test('a'.repeat(200)); /(x+x+)+y/.test('x'.repeat(100)); /^(?:a?){200}a{200}\\b(?=(.)\\1)/.test('a'.repeat(300)); }");
        HUGE.put(
                "regex backreference",
                "() => { /^(a*)*\\1$/.test('a'.repeat(50) + 'b'); /(.*)*\\1x/s.test('ab'.repeat(200)); }");
        HUGE.put(
                "regex big",
                "() => { new RegExp('(a{1,1000}){1,1000}b').test('a'.repeat(10000)); new RegExp('(?:' + 'a?'.repeat(20000) + ')').test('a'); }");
        HUGE.put("deep source", "() => { (0, eval)('['.repeat(1e6)); }");
        HUGE.put("deep unary source", "() => { (0, eval)('!'.repeat(1e6) + '1'); }");
        OVERFLOWS.put("deep recursion", "() => { const f = (n) => 1 + f(n + 1); f(0); }");
        OVERFLOWS.put(
                "recursion in toString",
                "() => { const a = []; a[0] = { toString: () => `${a}` + a[0] }; `${a[0]}`; }");
        OVERFLOWS.put("recursion in sort", "() => { const f = () => [1, 2].sort(f).length; f(); }");
        OVERFLOWS.put(
                "recursion in getter", "() => { const o = { get x() { return this.x; } }; o.x; }");
        OVERFLOWS.put(
                "recursion in proxy",
                "() => { const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x; }");
        OVERFLOWS.put(
                "recursion in JSON",
                "() => { const o = { toJSON() { return JSON.stringify(o); } }; JSON.stringify(o); }");
        HUGE.put(
                "flat",
                "() => { let a = []; for (let i = 0; i < 1e6; i++) a = [a]; a.flat(Infinity); }");
        HUGE.put(
                "sort of many",
                "() => { const a = Array.from({ length: 3e6 }, (_, i) => -i); for (;;) a.sort(); }");

        LOAD_LOOPS.put("top level", "for (;;);");
        LOAD_LOOPS.put(
                "top level bomb", "const a = []; for (;;) a.push(new Array(1000).fill({}));");
        LOAD_LOOPS.put("top level overflow", "const f = () => f() + 1; f();");
        LOAD_LOOPS.put("class static block", "class A { static { for (;;); } }");
    }

    private GuardMatrix() {}

    /** Runs the groups named by the arguments. */
    public static void main(String[] groups) throws InterruptedException {
        HostileRuns.main(runs -> run(List.of(groups), runs));
    }

    private static void run(List<String> groups, HostileRuns runs) {
        JsRuntime runtime =
                JsRuntime.create(runs.watchdog(), new CallBudgets(REDUCER, LOAD, ALLOCATION));
        if (!groups.contains("cold")) {
            GuestWarmUp.run(runtime).ifPresent(runs::say);
        }
        for (String group : groups) {
            Map<String, String> cases =
                    switch (group) {
                        case "loops" -> LOOPS;
                        case "bombs" -> BOMBS;
                        case "huge" -> HUGE;
                        case "overflow" -> OVERFLOWS;
                        case "load" -> LOAD_LOOPS;
                        default -> Map.of();
                    };
            cases.forEach((name, code) ->
                    runs.run(
                            group + ": " + name,
                            started -> attempt(runtime, group, code, started),
                            () -> nextCallWorks(runtime)));
        }
    }

    private static String attempt(JsRuntime runtime, String group, String code, Runnable started)
            throws ModuleLoadException {
        String topLevel = group.equals("load") ? code : "";
        String reducer = group.equals("load") ? "() => {}" : code;
        try (ModuleInstance module =
                runtime.load(
                        Programs.of(
                                Bytes.ofUtf8(
                                        Programs.HOOKS
                                                + topLevel
                                                + "\nexport default serve([() => {},\n"
                                                + reducer
                                                + "]);")))) {
            Programs.call(module, 0);
            started.run();
            GuestOutcome result = Programs.call(module, 1);
            return result.getClass().getSimpleName() + " " + result;
        }
    }

    private static boolean nextCallWorks(JsRuntime runtime) {
        try (ModuleInstance module =
                runtime.load(
                        Programs.of(
                                Bytes.ofUtf8(
                                        Programs.HOOKS + "export default serve([() => {}]);")))) {
            return Programs.call(module, 0) instanceof GuestOutcome.Returned;
        } catch (ModuleLoadException e) {
            return false;
        }
    }
}
