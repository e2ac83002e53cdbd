package dev.stele.polyglot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.Program;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.NoTables;
import dev.stele.polyglot.Watchdog;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules built with the published Rust crate, and what the reference's host saw in them. */
final class RecordedModulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"alltypes", "constraints", "migrate"})
    void describesItselfAsOnTheReference(String name) throws Exception {
        try (WasmRuntime runtime =
                        WasmRuntime.create(Watchdog.start(() -> {}), CallBudgets.DEFAULT);
                ModuleInstance module =
                        runtime.load(new Program(Program.Kind.WASM, resource(name + ".wasm")))) {
            assertThat(module.describe()).isEqualTo(resource(name + ".bin"));
            GuestOutcome noSuchReducer =
                    module.callReducer(
                            new ReducerCall(
                                    9_999,
                                    Identity.ZERO,
                                    ConnectionId.ZERO,
                                    new Timestamp(0),
                                    Bytes.EMPTY),
                            new NoTables());
            assertThat(noSuchReducer).isInstanceOf(GuestOutcome.FailedInternal.class);
            assertThat(module.isUsable()).isFalse();
        }
    }

    private static Bytes resource(String name) throws IOException {
        try (InputStream in = RecordedModulesTest.class.getResourceAsStream("/wasm/" + name)) {
            return Bytes.wrap(in.readAllBytes());
        }
    }
}
