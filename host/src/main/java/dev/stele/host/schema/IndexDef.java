package dev.stele.host.schema;

import java.util.List;
import java.util.Optional;

/**
 * An index of a table: {@code columns} are column positions in key order. {@code sourceName} is the
 * module's own name for it and an alias of {@code name}.
 */
public record IndexDef(
        String name,
        String sourceName,
        Optional<String> accessorName,
        IndexKind kind,
        List<Integer> columns) {
    public IndexDef {
        columns = List.copyOf(columns);
    }
}
