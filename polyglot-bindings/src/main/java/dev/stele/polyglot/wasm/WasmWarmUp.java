package dev.stele.polyglot.wasm;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.polyglot.WarmUp;
import java.util.List;
import java.util.Optional;

/** The warm-up of WebAssembly: return, error, trap, memory growth, recursion, stack overflow. */
public final class WasmWarmUp {

    /** The reducers of {@code warm-up.wat}. */
    private static final List<WarmUp.Step> STEPS =
            List.of(
                    new WarmUp.Step(0, GuestOutcome.Returned.class),
                    new WarmUp.Step(1, GuestOutcome.FailedUser.class),
                    new WarmUp.Step(2, GuestOutcome.FailedInternal.class),
                    new WarmUp.Step(3, GuestOutcome.FailedInternal.class),
                    new WarmUp.Step(4, GuestOutcome.FailedInternal.class),
                    new WarmUp.Step(0, GuestOutcome.Returned.class));

    private WasmWarmUp() {}

    /** Warms up {@code runtime}. What is wrong with the engine, if anything. */
    public static Optional<String> run(ModuleRuntime runtime) {
        return WarmUp.run(
                runtime, new Program(Program.Kind.WASM, Resources.read("warm-up.wasm")), STEPS);
    }
}
