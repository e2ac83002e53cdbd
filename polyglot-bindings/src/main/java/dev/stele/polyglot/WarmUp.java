package dev.stele.polyglot;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Engine;

/**
 * Runs every kind of guest event of one language once before the server listens.
 *
 * <p>A stack overflow as one of the first things that happen in a JVM leaves the engine broken for
 * good: a class of it fails to initialise at the bottom of the stack and stays failed. After one
 * ordinary return, throw, catch and recursion, all these classes are there. RELIABILITY section 1,
 * item 1.
 */
public final class WarmUp {

    /** Used where compiled code is left, which may be at the bottom of the stack. */
    private static final List<String> EVENTS =
            List.of(
                    "CompilationEventImpl",
                    "CompilationFailureEventImpl",
                    "DeoptimizationEventImpl",
                    "InvalidationEventImpl",
                    "RootFunctionEventImpl");

    private WarmUp() {}

    /** A reducer of the warm-up module, and how its call must end. */
    public record Step(int reducer, Class<? extends GuestOutcome> outcome) {}

    /**
     * Calls the reducers of {@code program} in turn, on a thread like those that run guests.
     *
     * @return what is wrong with the engine; the process must not serve then
     */
    public static Optional<String> run(ModuleRuntime runtime, Program program, List<Step> steps) {
        initialiseEvents();
        AtomicReference<Optional<String>> problem =
                new AtomicReference<>(Optional.of("the warm-up did not finish"));
        Thread thread =
                new Thread(
                        null,
                        () -> problem.set(check(runtime, program, steps)),
                        "stele-warm-up",
                        Limits.GUEST_STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the warm-up was interrupted");
        }
        return problem.get();
    }

    /** Which of them the steps reach depends on when the compiler has finished. */
    private static void initialiseEvents() {
        ClassLoader engine = Engine.class.getClassLoader();
        for (String event : EVENTS) {
            try {
                Class.forName("com.oracle.truffle.runtime.jfr.impl." + event, true, engine);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("the engine has changed", e);
            }
        }
    }

    private static Optional<String> check(
            ModuleRuntime runtime, Program program, List<Step> steps) {
        ModuleInstance module = null;
        try {
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (module == null || !module.isUsable()) {
                    module = runtime.load(program);
                }
                GuestOutcome outcome = module.callReducer(call(step.reducer()), new NoTables());
                if (!step.outcome().isInstance(outcome)) {
                    return Optional.of(
                            "warm-up step "
                                    + i
                                    + " gave "
                                    + outcome
                                    + ", expected "
                                    + step.outcome().getSimpleName());
                }
            }
            return Optional.empty();
        } catch (ModuleLoadException e) {
            return Optional.of("the warm-up module does not load: " + e.getMessage());
        } catch (LinkageError e) {
            return Optional.of("the engine is broken: " + e);
        } finally {
            if (module != null) {
                module.close();
            }
        }
    }

    private static ReducerCall call(int reducer) {
        return new ReducerCall(
                reducer, Identity.ZERO, ConnectionId.ZERO, new Timestamp(0), Bytes.EMPTY);
    }
}
