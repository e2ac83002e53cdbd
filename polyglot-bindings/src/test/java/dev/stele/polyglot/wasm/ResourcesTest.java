package dev.stele.polyglot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourcesTest {

    /** {@code filler.wat} and {@code warm-up.wat} are the sources of what is shipped. */
    @ParameterizedTest
    @ValueSource(strings = {"filler", "warm-up"})
    void theShippedModulesAreThoseOfTheTexts(String name) {
        assertThat(Resources.read(name + ".wasm"))
                .isEqualTo(Modules.assemble(Resources.read(name + ".wat").toUtf8()));
    }
}
