package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import org.junit.jupiter.api.Test;

final class GuestWarmUpTest {

    @Test
    void findsNothingWrongWithAHealthyEngine() {
        assertThat(GuestWarmUp.run(Programs.runtime())).isEmpty();
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
