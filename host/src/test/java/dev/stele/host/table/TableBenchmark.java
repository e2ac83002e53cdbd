package dev.stele.host.table;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.schema.IndexKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A transfer's work on the state: two reads by primary key and two updates, then the next root;
 * beside a {@code HashMap}, which has neither abort nor snapshots. Rows are {@code (u32 id, i64
 * balance)}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TableBenchmark {

    private static final int ROW_BYTES = 12;

    @Param({"100000", "3000000"})
    private int rows;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<Integer, byte[]> map = new HashMap<>();
    private Table table = Table.empty(layout());
    private final byte[] key = new byte[4];
    private final byte[] row = new byte[ROW_BYTES];

    private static TableLayout layout() {
        return new TableLayout(
                AlgebraicType.product(
                        Element.of("id", Primitive.U32), Element.of("balance", Primitive.I64)),
                List.of(new IndexLayout(IndexKind.BTREE, List.of(0), true)));
    }

    @Setup
    public void fill() {
        TableEdit edit = table.edit(new EditToken());
        for (int id = 0; id < rows; id++) {
            byte[] fresh = new byte[ROW_BYTES];
            ByteBuffer.wrap(fresh).order(ByteOrder.LITTLE_ENDIAN).putInt(id).putLong(1000);
            edit.insert(fresh, 0, ROW_BYTES);
            map.put(id, fresh);
        }
        table = edit.freeze();
    }

    @Benchmark
    public void transferOnTable(Blackhole sink) {
        TableEdit edit = table.edit(new EditToken());
        for (int i = 0; i < 2; i++) {
            ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putInt(random.nextInt(rows));
            IndexReader index = edit.index(0);
            sink.consume(index.copyUnique(key, 0, 4, row));
            row[4]++;
            edit.replaceAt(index.findUnique(row, 0, 4), row, 0, ROW_BYTES);
        }
        table = edit.freeze();
    }

    @Benchmark
    public void transferOnHashMap(Blackhole sink) {
        for (int i = 0; i < 2; i++) {
            int id = random.nextInt(rows);
            byte[] old = map.get(id);
            sink.consume(old);
            byte[] next = old == null ? new byte[ROW_BYTES] : old.clone();
            next[4]++;
            map.put(id, next);
        }
    }
}
