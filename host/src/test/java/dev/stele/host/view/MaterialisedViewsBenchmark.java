package dev.stele.host.view;

import dev.stele.host.datastore.MutTx;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A write that touches one of so many materialised views of one sender each, and a write that
 * touches none: neither should take longer the more views there are.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaterialisedViewsBenchmark {

    private static final int NOBODY = -1;

    @Param({"10", "1000", "10000"})
    private int rows;

    private final Items items = new Items();
    private int level;
    private long runsBefore;
    private long writes;
    private long expectedRuns;

    @Setup
    public void materialise() {
        for (int caller = 0; caller < rows; caller++) {
            items.materialise(Items.MINE, caller);
        }
    }

    @Setup(Level.Iteration)
    public void count() {
        runsBefore = items.runs();
        writes = 0;
    }

    /** A view too many, or too few, makes the figures worthless. */
    @TearDown(Level.Iteration)
    public void check() {
        if (items.runs() - runsBefore != writes * expectedRuns) {
            throw new IllegalStateException(
                    items.runs() - runsBefore + " runs for " + writes + " writes");
        }
    }

    private void write(int owner, long runs) {
        expectedRuns = runs;
        writes++;
        MutTx tx = items.database.begin();
        level = level == 40 ? 1 : level + 1;
        items.put(tx, 0, owner, level);
        items.commit(tx);
    }

    @Benchmark
    public void touchesOne() {
        write(rows / 2, 1);
    }

    @Benchmark
    public void touchesNone() {
        write(NOBODY, 0);
    }
}
