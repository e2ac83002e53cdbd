package dev.stele.polyglot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EngineCheckTest {

    @Test
    void theseTestsRunWithTheGraalCompiler() {
        EngineCheck check = EngineCheck.run();
        assertThat(check.interpreted()).as(check.message()).isFalse();
    }

    @Test
    void tellsThatTheCompilerIsMissing() {
        EngineCheck check = EngineCheck.of("Interpreted");
        assertThat(check.interpreted()).isTrue();
        assertThat(check.message()).contains("the Graal compiler is not active");
    }
}
