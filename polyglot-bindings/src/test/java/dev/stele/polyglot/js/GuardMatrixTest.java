package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.polyglot.HostileRuns;
import dev.stele.polyglot.HostileRuns.Result;
import dev.stele.polyglot.Limits;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rows M1 to M4 of the reliability list, in fresh JVMs with a heap of 512 MiB and with the Graal
 * compiler, as in the server.
 */
final class GuardMatrixTest {

    /** What a stop may take beyond the budget; twice that, since tests share their machine. */
    private static final long GRACE_MS = 5_000;

    private static List<Result> run(String group) throws IOException {
        List<Result> results = HostileRuns.of(GuardMatrix.class, group);
        HostileRuns.checkHost(results);
        return results;
    }

    @Test
    void m1StopsEndlessLoopsOfEveryShape() throws IOException {
        List<Result> results = run("loops");
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.LOOPS.keySet())
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("Killed").contains("exceeded");
                    assertThat(result.millis())
                            .isLessThan(
                                    Limits.WALL_CLOCK_FACTOR * GuardMatrix.REDUCER.toMillis()
                                            + GRACE_MS);
                });
    }

    @Test
    void m1StopsLoopsAndBombsAtTopLevel() throws IOException {
        List<Result> results = run("load");
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.LOAD_LOOPS.keySet())
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("LoadFailed");
                    assertThat(result.millis())
                            .isLessThan(
                                    Limits.WALL_CLOCK_FACTOR * GuardMatrix.LOAD.toMillis()
                                            + GRACE_MS);
                });
    }

    @Test
    void m2StopsMemoryBombsOfEveryKind() throws IOException {
        List<Result> results = run("bombs");
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.BOMBS.keySet())
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("Killed").contains("exceeded");
                    assertThat(result.millis())
                            .isLessThan(
                                    Limits.WALL_CLOCK_FACTOR * GuardMatrix.REDUCER.toMillis()
                                            + GRACE_MS);
                });
    }

    @Test
    void m3SurvivesAStackOverflowFirstThingAfterTheWarmUp() throws IOException {
        List<Result> results = run("overflow");
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.OVERFLOWS.keySet())
                .allSatisfy(result ->
                        assertThat(result.outcome())
                                .startsWith("FailedInternal")
                                .contains("RangeError"));
    }

    @Test
    void m4SurvivesHugeRequestsAndDeepNesting() throws IOException {
        List<Result> results = run("huge");
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.HUGE.keySet())
                .allSatisfy(result ->
                        assertThat(result.millis())
                                .as(result.name())
                                .isLessThan(GuardMatrix.REDUCER.toMillis() + 2 * GRACE_MS));
    }
}
