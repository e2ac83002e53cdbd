package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.polyglot.js.GuardMatrix.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rows M1 to M4 of the reliability list, in fresh JVMs with a heap of 512 MiB and with the Graal
 * compiler, as in the server.
 */
final class GuardMatrixTest {

    /** What a stop may take beyond the budget; twice that, since tests share their machine. */
    private static final long GRACE_MS = 2 * 500;

    private static List<Result> run(String... groups) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("stele.jvm.flags").split(" ")));
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
        command.add(GuardMatrix.class.getName());
        command.addAll(List.of(groups));
        String output = NpmPackages.run(Path.of("").toAbsolutePath(), command);
        assertThat(output).contains("DONE").doesNotContain("STUCK");
        return output.lines().filter(l -> l.startsWith("RESULT")).map(Result::parse).toList();
    }

    private static void checkHost(List<Result> results) {
        assertThat(results)
                .allSatisfy(result -> {
                    assertThat(result.victimErrors()).isZero();
                    assertThat(result.nextCallWorks()).isTrue();
                });
    }

    @Test
    void m1StopsEndlessLoopsOfEveryShape() throws Exception {
        List<Result> results = run("loops");
        checkHost(results);
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.LOOPS.keySet())
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("Killed").contains("exceeded");
                    assertThat(result.millis())
                            .isLessThan(GuardMatrix.REDUCER.toMillis() + GRACE_MS);
                });
    }

    @Test
    void m1StopsLoopsAndBombsAtTopLevel() throws Exception {
        List<Result> results = run("load");
        checkHost(results);
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.LOAD_LOOPS.keySet())
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("LoadFailed");
                    assertThat(result.millis()).isLessThan(GuardMatrix.LOAD.toMillis() + GRACE_MS);
                });
    }

    @Test
    void m2StopsMemoryBombsOfEveryKind() throws Exception {
        List<Result> results = run("bombs");
        checkHost(results);
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.BOMBS.keySet())
                .allSatisfy(result -> {
                    assertThat(result.outcome()).startsWith("Killed").contains("exceeded");
                    assertThat(result.millis())
                            .isLessThan(GuardMatrix.REDUCER.toMillis() + GRACE_MS);
                });
    }

    @Test
    void m3SurvivesAStackOverflowFirstThingAfterTheWarmUp() throws Exception {
        List<Result> results = run("overflow");
        checkHost(results);
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.OVERFLOWS.keySet())
                .allSatisfy(result ->
                        assertThat(result.outcome())
                                .startsWith("FailedInternal")
                                .contains("RangeError"));
    }

    @Test
    void m4SurvivesHugeRequestsAndDeepNesting() throws Exception {
        List<Result> results = run("huge");
        checkHost(results);
        assertThat(results)
                .hasSameSizeAs(GuardMatrix.HUGE.keySet())
                .allSatisfy(result ->
                        assertThat(result.millis())
                                .as(result.name())
                                .isLessThan(GuardMatrix.REDUCER.toMillis() + 2 * GRACE_MS));
    }
}
