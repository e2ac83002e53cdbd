package dev.stele.host.schema;

import java.util.List;

/** A unique constraint over {@code columns}; backed by an index with the same set of columns. */
public record ConstraintDef(String name, List<Integer> columns) {
    public ConstraintDef {
        columns = List.copyOf(columns);
    }
}
