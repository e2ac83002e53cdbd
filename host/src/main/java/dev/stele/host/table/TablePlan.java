package dev.stele.host.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is worked out once from a {@link TableLayout}: shapes, codecs, and how duplicates are found.
 */
final class TablePlan {

    final TableLayout layout;
    final RowShape shape;
    final KeyCodec[] codecs;

    /** Position of the unique index that also finds identical rows, or -1 when there is none. */
    final int identityIndex;

    /** Keeps the hashes of rows from being foreseen. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    TablePlan(TableLayout layout) {
        this.layout = layout;
        this.shape = new RowShape(layout.rowType());
        List<KeyCodec> list = new ArrayList<>();
        int identity = -1;
        for (int i = 0; i < layout.indexes().size(); i++) {
            IndexLayout index = layout.indexes().get(i);
            list.add(new KeyCodec(shape, layout.rowType(), index.columns()));
            if (index.isUnique() && identity < 0) {
                identity = i;
            }
        }
        this.codecs = list.toArray(KeyCodec[]::new);
        this.identityIndex = identity;
    }

    boolean isUnique(int position) {
        return layout.indexes().get(position).isUnique();
    }

    /** Sets {@code out} to a 64-bit hash of a row, as the key of the tree of hashes. */
    void hash(byte[] row, int offset, int length, KeyBuffer out) {
        long hash = seed ^ length;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            long word = 0;
            for (int i = 0; i < Long.BYTES && at < end; i++) {
                word = (word << Byte.SIZE) | (row[at++] & 0xFF);
            }
            hash = mix(hash ^ word);
        }
        out.head = mix(hash);
        out.reset();
    }

    private static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 32)) * 0xBF58476D1CE4E5B9L;
        return z ^ (z >>> 29);
    }
}
