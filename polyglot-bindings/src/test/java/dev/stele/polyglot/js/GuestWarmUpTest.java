package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.Watchdog;
import org.junit.jupiter.api.Test;

final class GuestWarmUpTest {

    @Test
    void findsNothingWrongWithAHealthyEngine() {
        // The server's own budgets: interpreted, a stack overflow alone can take a second.
        try (JsRuntime runtime = JsRuntime.create(Watchdog.start(() -> {}), CallBudgets.DEFAULT)) {
            assertThat(GuestWarmUp.run(runtime)).isEmpty();
        }
    }

    @Test
    void tellsWhatIsWrong() {
        ModuleRuntime broken =
                program -> {
                    throw new ModuleLoadException("no engine");
                };
        assertThat(GuestWarmUp.run(broken))
                .hasValueSatisfying(p -> assertThat(p).contains("no engine"));
    }
}
