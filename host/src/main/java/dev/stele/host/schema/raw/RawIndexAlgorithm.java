package dev.stele.host.schema.raw;

import dev.stele.host.schema.IndexKind;
import java.util.List;

/** The algorithm of an index and its column positions in key order; a direct index has one. */
public record RawIndexAlgorithm(IndexKind kind, List<Integer> columns) {
    static final int BTREE_TAG = 0;
    static final int HASH_TAG = 1;
    static final int DIRECT_TAG = 2;

    public RawIndexAlgorithm {
        columns = List.copyOf(columns);
        if (kind == IndexKind.DIRECT && columns.size() != 1) {
            throw new IllegalArgumentException(
                    "direct index of " + columns.size() + " columns, expected 1");
        }
    }
}
