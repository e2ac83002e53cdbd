package dev.stele.host.bsatn;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writing a row, reading it, and checking one that a guest sent: {@code (u64, string, u8, i64)}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BsatnBenchmark {

    private final RowLayout layout =
            RowLayout.of(
                    AlgebraicType.product(
                            Element.of("id", Primitive.U64),
                            Element.of("name", Primitive.STRING),
                            Element.of("age", Primitive.U8),
                            Element.of("at", Primitive.I64)));
    private final BsatnWriter out = new BsatnWriter(64);
    private final byte[] row =
            new BsatnWriter().i64(7).string("somebody@example").u8(33).i64(1).toByteArray();

    @Benchmark
    public int write() {
        out.reset();
        return out.i64(7).string("somebody@example").u8(33).i64(1).size();
    }

    @Benchmark
    public long read() {
        BsatnReader in = new BsatnReader(row);
        return in.i64() + in.string().length() + in.u8() + in.i64();
    }

    @Benchmark
    public int validate() {
        return layout.validate(row, 0, row.length);
    }
}
