package dev.stele.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.bsatn.BsatnBenchmark;
import dev.stele.host.durability.LocalDurabilityBenchmark;
import dev.stele.host.table.TableBenchmark;
import dev.stele.host.view.MaterialisedViewsBenchmark;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark of this module for a moment, so that none of them rots; figures do not
 * count.
 */
final class BenchmarksRunTest {

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(BsatnBenchmark.class.getSimpleName())
                                        .include(LocalDurabilityBenchmark.class.getSimpleName())
                                        .include(TableBenchmark.class.getSimpleName())
                                        .include(MaterialisedViewsBenchmark.class.getSimpleName())
                                        .param("rows", "1000")
                                        .forks(0)
                                        .warmupIterations(0)
                                        .measurementIterations(1)
                                        .measurementTime(TimeValue.milliseconds(50))
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run();
        assertThat(results).hasSize(9);
    }
}
