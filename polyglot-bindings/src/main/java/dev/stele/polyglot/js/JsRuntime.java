package dev.stele.polyglot.js;

import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.Limits;
import dev.stele.polyglot.Watchdog;
import dev.stele.polyglot.js.source.LinkedProgram;
import dev.stele.polyglot.js.source.ModuleGraph;
import dev.stele.polyglot.js.source.SourceCompiler;
import dev.stele.polyglot.js.source.SourceException;
import dev.stele.polyglot.js.source.SourceTree;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.io.IOAccess;

/**
 * The JavaScript and TypeScript runtime: one engine, whose compiled code all instances share, and
 * one compiler of sources. One per process; safe for several threads.
 */
public final class JsRuntime implements ModuleRuntime, AutoCloseable {

    private final Engine engine;
    private final SourceCompiler compiler = new SourceCompiler();
    private final Watchdog watchdog;
    private final CallBudgets budgets;

    private JsRuntime(Engine engine, Watchdog watchdog, CallBudgets budgets) {
        this.engine = engine;
        this.watchdog = watchdog;
        this.budgets = budgets;
    }

    /** Starts the engine; takes about 0.7 s. The watchdog stays the caller's. */
    public static JsRuntime create(Watchdog watchdog, CallBudgets budgets) {
        Engine engine =
                Engine.newBuilder("js")
                        .sandbox(SandboxPolicy.CONSTRAINED)
                        .option("engine.WarnInterpreterOnly", "false")
                        .out(OutputStream.nullOutputStream())
                        .err(OutputStream.nullOutputStream())
                        .build();
        return new JsRuntime(engine, watchdog, budgets);
    }

    @Override
    public ModuleInstance load(Program program) throws ModuleLoadException {
        if (program.kind() != Program.Kind.JS) {
            throw new ModuleLoadException("a program of kind " + program.kind() + ", expected JS");
        }
        LinkedProgram linked = compile(program);
        return JsInstance.open(newContext(linked), linked, watchdog, budgets);
    }

    /**
     * Compiles on a thread with a stack for everything that {@code Nesting} lets through. Native
     * code cannot be stopped: past the budget the publisher gets his answer and the thread ends
     * when it ends.
     */
    private LinkedProgram compile(Program program) throws ModuleLoadException {
        FutureTask<LinkedProgram> task =
                new FutureTask<>(
                        () -> ModuleGraph.link(compiler, SourceTree.ofProgram(program.bytes())));
        Thread thread = new Thread(null, task, "stele-compile", Limits.COMPILE_STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(budgets.load().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceException problems) {
                throw new ModuleLoadException(String.valueOf(problems.getMessage()));
            }
            throw new IllegalStateException("the compiler failed", e.getCause());
        } catch (TimeoutException e) {
            throw new ModuleLoadException(
                    "compiling the program took longer than "
                            + budgets.load().toMillis()
                            + " ms, which is the limit");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModuleLoadException("the load was interrupted");
        }
    }

    private Context newContext(LinkedProgram program) {
        return Context.newBuilder("js")
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .allowHostAccess(
                        HostAccess.newBuilder(HostAccess.CONSTRAINED)
                                .allowBufferAccess(true)
                                .build())
                .allowIO(IOAccess.newBuilder().fileSystem(new ModuleFiles(program)).build())
                .allowExperimentalOptions(true)
                .option("js.esm-eval-returns-exports", "true")
                .option("js.text-encoding", "true")
                .option("js.load", "false")
                .option("js.print", "false")
                .option("js.console", "false")
                .option("js.graal-builtin", "false")
                .build();
    }

    /** Closes the engine and with it every instance. */
    @Override
    public void close() {
        engine.close(true);
    }
}
