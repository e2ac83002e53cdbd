package dev.stele.polyglot.wasm;

import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.Limits;
import dev.stele.polyglot.Watchdog;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.SandboxPolicy;

/**
 * The WebAssembly runtime: one engine, whose compiled code all instances share. One per process;
 * safe for several threads.
 */
public final class WasmRuntime implements ModuleRuntime, AutoCloseable {

    static final String LANGUAGE = "wasm";

    private final Engine engine;
    private final Watchdog watchdog;
    private final CallBudgets budgets;

    /** The modules used last, so that replacing an instance does not parse again. */
    private final Map<Bytes, CompiledModule> compiled =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, CompiledModule> eldest) {
                    return size() > Limits.COMPILED_MODULES_KEPT;
                }
            };

    private WasmRuntime(Engine engine, Watchdog watchdog, CallBudgets budgets) {
        this.engine = engine;
        this.watchdog = watchdog;
        this.budgets = budgets;
    }

    /** Starts the engine. The watchdog stays the caller's. */
    public static WasmRuntime create(Watchdog watchdog, CallBudgets budgets) {
        Engine engine =
                Engine.newBuilder(LANGUAGE)
                        .sandbox(SandboxPolicy.CONSTRAINED)
                        .option("engine.WarnInterpreterOnly", "false")
                        .out(OutputStream.nullOutputStream())
                        .err(OutputStream.nullOutputStream())
                        .build();
        return new WasmRuntime(engine, watchdog, budgets);
    }

    @Override
    public ModuleInstance load(Program program) throws ModuleLoadException {
        if (program.kind() != Program.Kind.WASM) {
            throw new ModuleLoadException(
                    "a program of kind " + program.kind() + ", expected WASM");
        }
        CompiledModule module = compile(program);
        return WasmInstance.open(newContext(), module, watchdog, budgets);
    }

    private CompiledModule compile(Program program) throws ModuleLoadException {
        synchronized (compiled) {
            CompiledModule known = compiled.get(program.bytes());
            if (known != null) {
                return known;
            }
        }
        CompiledModule module = CompiledModule.of(program);
        synchronized (compiled) {
            compiled.put(program.bytes(), module);
        }
        return module;
    }

    private Context newContext() {
        return Context.newBuilder(LANGUAGE)
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .allowHostAccess(HostAccess.CONSTRAINED)
                .build();
    }

    /** Closes the engine and with it every instance. */
    @Override
    public void close() {
        engine.close(true);
    }
}
