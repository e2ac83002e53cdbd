package dev.stele.host.durability;

import dev.stele.host.commitlog.CommitLog;
import dev.stele.host.environment.DiskLogStore;
import dev.stele.host.environment.SimLogStore;
import dev.stele.host.environment.SystemThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Handing a record of 144 bytes, a transfer's, to the log; and one that is waited for on the disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LocalDurabilityBenchmark {

    private static final int BATCH = 256;

    private final byte[] record = new byte[144];
    private Path folder = Path.of(".");
    private LocalDurability durability =
            new LocalDurability(
                    CommitLog.open(new SimLogStore(), _ -> {}), "unused", new SystemThreads());
    private long next;

    @Setup
    public void open() throws IOException {
        durability.close();
        folder = Files.createTempDirectory("log-benchmark");
        durability =
                new LocalDurability(
                        CommitLog.open(new DiskLogStore(folder), _ -> {}),
                        "log",
                        new SystemThreads());
        next = 0;
    }

    @TearDown
    public void close() {
        durability.close();
        new DiskLogStore(folder.resolveSibling("")).delete(String.valueOf(folder.getFileName()));
    }

    @Benchmark
    public void append() {
        durability.append(next++, record, record.length, 1);
        if (next % BATCH == 0) {
            durability.kick();
        }
    }

    @Benchmark
    public void appendAndWaitForTheDisk() throws InterruptedException {
        long offset = next++;
        durability.append(offset, record, record.length, 1);
        durability.kick();
        durability.durableOffset().await(offset);
    }
}
