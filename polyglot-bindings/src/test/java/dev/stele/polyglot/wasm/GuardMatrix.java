package dev.stele.polyglot.wasm;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.HostileRuns;
import dev.stele.polyglot.NoTables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that {@link GuardMatrixTest} starts in a JVM of its own: runs hostile modules and
 * prints one line for each.
 */
public final class GuardMatrix {

    static final Duration REDUCER = Duration.ofSeconds(1);
    static final Duration LOAD = Duration.ofSeconds(5);
    private static final long ALLOCATION = 128L << 20;

    /** Bodies of reducers that never end by themselves. */
    static final Map<String, String> LOOPS = new LinkedHashMap<>();

    /**
     * A loop whose one instruction the engine does not leave before it is done: up to some seconds
     * for the largest memory while it is interpreted.
     */
    static final Map<String, String> SLOW = new LinkedHashMap<>();

    /** Bodies of reducers that want memory without end; they end, trap or are stopped. */
    static final Map<String, String> BOMBS = new LinkedHashMap<>();

    /** Functions {@code $deep} that call themselves without end. */
    static final Map<String, String> OVERFLOWS = new LinkedHashMap<>();

    /** Definitions that do not let a module load. */
    static final Map<String, String> LOADS = new LinkedHashMap<>();

    static {
        LOOPS.put("plain", "(loop $l (br $l)) (i32.const 0)");
        LOOPS.put(
                "in the start of a block",
                "(loop $l (block $b (br_if $b (i32.const 1))) (br $l)) (i32.const 0)");
        LOOPS.put("br_table", "(loop $l (br_table $l $l $l (i32.const 7))) (i32.const 0)");
        LOOPS.put(
                "calls", "(loop $l (drop (call $identical (i32.const 1))) (br $l)) (i32.const 0)");
        LOOPS.put(
                "calls through a table",
                "(loop $l (drop (call_indirect $t (type $unary) (i32.const 1) (i32.const 0))) (br $l)) (i32.const 0)");
        LOOPS.put(
                "memory",
                "(loop $l (i32.store (i32.const 512) (i32.add (i32.load (i32.const 512)) (i32.const 1))) (br $l)) (i32.const 0)");
        LOOPS.put(
                "bulk copy",
                "(drop (memory.grow (i32.const 1000))) (loop $l (memory.copy (i32.const 1) (i32.const 0) (i32.const 65000000)) (br $l)) (i32.const 0)");
        LOOPS.put(
                "numbers",
                "(local $x f64) (loop $l (local.set $x (f64.sqrt (f64.add (local.get $x) (f64.const 1.5)))) (br $l)) (i32.const 0)");
        LOOPS.put(
                "errors of the host",
                "(loop $l (drop (call $table_id_from_name (i32.const 16) (i32.const 4) (i32.const 512))) (br $l)) (i32.const 0)");
        LOOPS.put(
                "bad handles",
                "(loop $l (drop (call $row_iter_bsatn_close (i32.const 77))) (drop (call $bytes_source_read (i32.const 9) (i32.const 512) (i32.const 8))) (br $l)) (i32.const 0)");
        LOOPS.put(
                "texts",
                "(loop $l (call $console_log (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 16) (i32.const 60000)) (br $l)) (i32.const 0)");
        LOOPS.put(
                "growing what cannot grow",
                "(loop $l (drop (memory.grow (i32.const 65535))) (br $l)) (i32.const 0)");

        SLOW.put(
                "bulk fill",
                "(drop (memory.grow (i32.const 1000))) (loop $l (memory.fill (i32.const 0) (i32.const 7) (i32.const 65000000)) (br $l)) (i32.const 0)");

        BOMBS.put(
                "memory page by page",
                "(loop $l (drop (memory.grow (i32.const 1))) (br $l)) (i32.const 0)");
        BOMBS.put("memory of 4 GiB", "(i32.add (memory.grow (i32.const 65534)) (i32.const 1))");
        BOMBS.put(
                "memory as large as may be",
                "(if (i32.eq (memory.grow (i32.const 1022)) (i32.const -1)) (then unreachable)) (memory.fill (i32.const 0) (i32.const 1) (i32.const 67108864)) (i32.const 0)");
        BOMBS.put(
                "memory beyond that",
                "(if (i32.eq (memory.grow (i32.const 1022)) (i32.const -1)) (then unreachable)) (i32.add (memory.grow (i32.const 1)) (i32.const 1))");
        BOMBS.put(
                "table",
                "(loop $l (drop (table.grow $t (ref.null func) (i32.const 1000))) (br $l)) (i32.const 0)");
        BOMBS.put(
                "table of 4 billion",
                "(i32.add (table.grow $t (ref.null func) (i32.const -1)) (i32.const 1))");
        BOMBS.put(
                "sink",
                "(i32.store (i32.const 8) (i32.const 131000)) (loop $l (br_if $l (i32.eqz (call $bytes_sink_write (local.get $sink) (i32.const 16) (i32.const 8))))) (i32.const 0)");
        BOMBS.put(
                "names",
                "(drop (memory.grow (i32.const 1000))) (loop $l (drop (call $table_id_from_name (i32.const 16) (i32.const 65000000) (i32.const 512))) (br $l)) (i32.const 0)");
        BOMBS.put(
                "rows",
                "(drop (memory.grow (i32.const 1000))) (i32.store (i32.const 8) (i32.const 65000000)) (loop $l (drop (call $datastore_insert_bsatn (i32.const 1) (i32.const 16) (i32.const 8))) (br $l)) (i32.const 0)");

        OVERFLOWS.put(
                "plain",
                "(func $deep (param i32) (result i32) (i32.add (i32.const 1) (call $deep (local.get 0))))");
        OVERFLOWS.put(
                "through a table",
                "(func $deep (param i32) (result i32) (i32.add (i32.const 1) (call_indirect $t (type $unary) (local.get 0) (i32.const 1))))");
        OVERFLOWS.put(
                "in turn",
                "(func $deep (param i32) (result i32) (i32.add (i32.const 1) (call $back (local.get 0)))) (func $back (param i32) (result i32) (i32.sub (call $deep (local.get 0)) (i32.const 1)))");
        OVERFLOWS.put(
                "many locals",
                "(func $deep (param i32) (result i32) (local %s) (local.set 40 (i64.extend_i32_u (local.get 0))) (i32.add (i32.wrap_i64 (local.get 40)) (call $deep (i32.wrap_i64 (local.get 40)))))"
                        .formatted("i64 ".repeat(200)));
        String inHost =
                """
                (func $deep (param i32) (result i32) %s
                  (i32.add (i32.const 1) (call $deep (local.get 0))))
                """;
        OVERFLOWS.put(
                "in a host's error",
                inHost.formatted(
                        "(drop (call $table_id_from_name (i32.const 16) (i32.const 4) (i32.const 512)))"));
        OVERFLOWS.put(
                "in a host's bad handle",
                inHost.formatted("(drop (call $row_iter_bsatn_close (i32.const 1)))"));
        OVERFLOWS.put(
                "in a host's log",
                inHost.formatted(
                        "(call $console_log (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 512) (i32.const 4))"));
        OVERFLOWS.put(
                "in what a host writes", inHost.formatted("(call $identity (i32.const 1024))"));

        String describe = "(func (export \"__describe_module__\") (param $sink i32) %s)";
        String call =
                "(func (export \"__call_reducer__\") (param i32 i64 i64 i64 i64 i64 i64 i64 i32 i32) (result i32) (i32.const 0))";
        LOADS.put(
                "loop at the start",
                "(start $begin) (func $begin (loop $l (br $l)))" + call + describe.formatted(""));
        LOADS.put(
                "loop in _initialize",
                "(func (export \"_initialize\") (loop $l (br $l)))"
                        + call
                        + describe.formatted(""));
        LOADS.put(
                "loop in a pre-initialiser",
                "(func (export \"__preinit__10_x\") (loop $l (br $l)))"
                        + call
                        + describe.formatted(""));
        LOADS.put(
                "loop in setup",
                "(func (export \"__setup__\") (param i32) (result i32) (loop $l (br $l)) (i32.const 0))"
                        + call
                        + describe.formatted(""));
        LOADS.put("loop in the description", call + describe.formatted("(loop $l (br $l))"));
        LOADS.put(
                "trap at the start",
                "(start $begin) (func $begin unreachable)" + call + describe.formatted(""));
        LOADS.put(
                "overflow at the start",
                "(start $begin) (func $begin (call $begin) (call $begin))"
                        + call
                        + describe.formatted(""));
        LOADS.put(
                "host call before there is a memory",
                "(start $begin) (func $begin (call $identity (i32.const 512)))"
                        + call
                        + describe.formatted(""));
        LOADS.put(
                "description out of bounds",
                call
                        + describe.formatted(
                                "(drop (call $bytes_sink_write (local.get $sink) (i32.const -8) (i32.const 8)))"));
        LOADS.put(
                "description without end",
                call
                        + describe.formatted(
                                "(i32.store (i32.const 8) (i32.const 131000)) (loop $l (drop (call $bytes_sink_write (local.get $sink) (i32.const 16) (i32.const 8))) (br $l))"));
        LOADS.put(
                "setup that fails",
                "(func (export \"__setup__\") (param $sink i32) (result i32) (drop (call $bytes_sink_write (local.get $sink) (i32.const 16) (i32.const 8))) (i32.const 1))"
                        + call
                        + describe.formatted(""));
        LOADS.put(
                "data out of bounds",
                "(data (i32.const 131070) \"abcdef\")" + call + describe.formatted(""));
    }

    private static final String MORE =
            """
            (type $unary (func (param i32) (result i32)))
            (table $t 2 funcref)
            (elem (i32.const 0) $identical $deep)
            (func $identical (param i32) (result i32) (local.get 0))
            """;

    private static final String NOT_DEEP = "(func $deep (param i32) (result i32) (local.get 0))";

    private GuardMatrix() {}

    /** Runs the groups named by the arguments. */
    public static void main(String[] groups) throws InterruptedException {
        HostileRuns.main(runs -> run(List.of(groups), runs));
    }

    private static void run(List<String> groups, HostileRuns runs) {
        WasmRuntime runtime =
                WasmRuntime.create(runs.watchdog(), new CallBudgets(REDUCER, LOAD, ALLOCATION));
        WasmWarmUp.run(runtime).ifPresent(runs::say);
        for (String group : groups) {
            Map<String, String> cases =
                    switch (group) {
                        case "loops" -> LOOPS;
                        case "slow" -> SLOW;
                        case "bombs" -> BOMBS;
                        case "overflow" -> OVERFLOWS;
                        case "load" -> LOADS;
                        default -> Map.of();
                    };
            cases.forEach((name, code) -> {
                String text = text(group, code);
                runs.run(
                        group + ": " + name,
                        started -> attempt(runtime, text, started),
                        () -> nextCallWorks(runtime));
            });
        }
    }

    private static String text(String group, String code) {
        return switch (group) {
            case "load" -> Modules.framed(code);
            case "overflow" -> Modules.module("(call $deep (i32.const 1))", MORE + code);
            default -> Modules.module(code, MORE + NOT_DEEP);
        };
    }

    private static String attempt(WasmRuntime runtime, String text, Runnable started)
            throws ModuleLoadException {
        var program = Modules.program(text);
        started.run();
        try (ModuleInstance module = runtime.load(program)) {
            started.run();
            GuestOutcome result = Modules.call(module, 0, new NoTables());
            return result.getClass().getSimpleName() + " " + result;
        }
    }

    private static boolean nextCallWorks(WasmRuntime runtime) {
        try (ModuleInstance module =
                runtime.load(Modules.program(Modules.module("(i32.const 0)", "")))) {
            return Modules.call(module, 0, new NoTables()) instanceof GuestOutcome.Returned;
        } catch (ModuleLoadException e) {
            return false;
        }
    }
}
