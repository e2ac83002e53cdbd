package dev.stele.polyglot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.polyglot.HostileRuns;
import dev.stele.polyglot.HostileRuns.Result;
import dev.stele.polyglot.Limits;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Rows M1 to M4 of the reliability list for WebAssembly, in fresh JVMs with a heap of 512 MiB and
 * with the Graal compiler, as in the server.
 */
final class GuardMatrixTest {

    /** What a stop may take beyond the budget; twice that, since tests share their machine. */
    private static final long GRACE_MS = 5_000;

    private static List<Result> run(String group, Map<String, String> cases) throws IOException {
        List<Result> results = HostileRuns.of(GuardMatrix.class, group);
        HostileRuns.checkHost(results);
        assertThat(results).hasSameSizeAs(cases.keySet());
        return results;
    }

    @Test
    void m1StopsEndlessLoopsOfEveryShape() throws IOException {
        assertThat(run("loops", GuardMatrix.LOOPS))
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("Killed").contains("exceeded");
                    assertThat(result.millis())
                            .isLessThan(
                                    Limits.WALL_CLOCK_FACTOR * GuardMatrix.REDUCER.toMillis()
                                            + GRACE_MS);
                });
    }

    @Test
    void m1RefusesModulesThatDoNotFinishLoading() throws IOException {
        assertThat(run("load", GuardMatrix.LOADS))
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("LoadFailed");
                    assertThat(result.millis())
                            .isLessThan(
                                    Limits.WALL_CLOCK_FACTOR * GuardMatrix.LOAD.toMillis()
                                            + GRACE_MS);
                })
                .filteredOn(result -> result.name().contains("loop"))
                .hasSize(5)
                .allSatisfy(result -> assertThat(result.outcome()).contains("exceeded"));
    }

    @Test
    void m2BoundsMemoryOfEveryKind() throws IOException {
        assertThat(run("bombs", GuardMatrix.BOMBS))
                .allSatisfy(result -> {
                    assertThat(result.outcome())
                            .containsPattern(
                                    "^(Killed|Returned"
                                            + "|FailedInternal .*=a name of 65000000 bytes"
                                            + "|FailedInternal .*=one call writes more than)");
                    assertThat(result.millis())
                            .isLessThan(
                                    Limits.WALL_CLOCK_FACTOR * GuardMatrix.REDUCER.toMillis()
                                            + GRACE_MS);
                });
    }

    @Test
    void m3SurvivesStackOverflowsFirstThingAfterTheWarmUp() throws IOException {
        assertThat(run("overflow", GuardMatrix.OVERFLOWS))
                .allSatisfy(result ->
                        assertThat(result.outcome())
                                .containsPattern(
                                        "^(FailedInternal .*call stack exhausted"
                                                + "|Killed .*Stack overflow)"));
    }

    @Test
    void m1StopsALoopOfSlowInstructions() throws IOException {
        assertThat(run("slow", GuardMatrix.SLOW))
                .allSatisfy(result ->
                        assertThat(result.outcome()).startsWith("Killed").contains("exceeded"));
    }
}
