package dev.stele.host.schema.raw;

import java.util.List;
import java.util.Optional;

/** A unique constraint, the only kind there is. */
public record RawConstraintDef(Optional<String> name, List<Integer> columns) {
    static final int UNIQUE_TAG = 0;

    public RawConstraintDef {
        columns = List.copyOf(columns);
    }
}
