package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A table as a module declares it; {@code sourceName} is an alias of the canonical {@code name}.
 */
public record TableDef(
        String name,
        String sourceName,
        List<ColumnDef> columns,
        OptionalInt primaryKey,
        List<IndexDef> indexes,
        List<ConstraintDef> constraints,
        List<SequenceDef> sequences,
        Optional<ScheduleDef> schedule,
        boolean isPublic,
        boolean isEvent) {
    public TableDef {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        constraints = List.copyOf(constraints);
        sequences = List.copyOf(sequences);
    }

    /** The type of a row: the columns under their canonical names. */
    public AlgebraicType.Product rowType() {
        return new AlgebraicType.Product(
                columns.stream().map(c -> AlgebraicType.Element.of(c.name(), c.type())).toList());
    }
}
