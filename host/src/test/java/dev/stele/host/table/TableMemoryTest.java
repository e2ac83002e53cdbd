package dev.stele.host.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.schema.IndexKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a row costs on the heap: its bytes, its place in the trie, its primary key. */
final class TableMemoryTest {

    private static final int ROWS = 1_000_000;
    private static final int ROW_BYTES = 12;
    private static final int HEAP_BYTES_A_ROW_MAX = 40;

    @Test
    void smallRowsAreKeptPacked() {
        Table table =
                Table.empty(
                        new TableLayout(
                                AlgebraicType.product(
                                        Element.of("id", Primitive.U32),
                                        Element.of("balance", Primitive.I64)),
                                List.of(new IndexLayout(IndexKind.BTREE, List.of(0), true))));
        long before = usedBytes();
        TableEdit edit = table.edit(new EditToken());
        byte[] row = new byte[ROW_BYTES];
        for (int id = 0; id < ROWS; id++) {
            ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).putInt(id).putLong(1000);
            edit.insert(row, 0, ROW_BYTES);
        }
        Table filled = edit.freeze();
        long bytesARow = (usedBytes() - before) / ROWS;
        System.out.println(
                "a row of "
                        + ROW_BYTES
                        + " bytes with a primary key: "
                        + bytesARow
                        + " heap bytes");
        assertThat(filled.rowCount()).isEqualTo(ROWS);
        assertThat(bytesARow).isBetween((long) ROW_BYTES, (long) HEAP_BYTES_A_ROW_MAX);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
