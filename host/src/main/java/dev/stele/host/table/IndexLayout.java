package dev.stele.host.table;

import dev.stele.host.schema.IndexKind;
import java.util.List;

/** An index: {@code columns} are column positions in key order. */
public record IndexLayout(IndexKind kind, List<Integer> columns, boolean isUnique) {

    public IndexLayout {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("index without columns, expected at least one");
        }
    }
}
