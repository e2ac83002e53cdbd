package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A table as a module declares it; {@code sourceName} is an alias of the canonical {@code name},
 * {@code rowTypeRef} the position of the row type in the module's typespace.
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
        boolean isEvent,
        boolean isSystem,
        int rowTypeRef) {
    public TableDef {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        constraints = List.copyOf(constraints);
        sequences = List.copyOf(sequences);
    }

    /** A user table whose row type nobody refers to. */
    public TableDef(
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
        this(
                name,
                sourceName,
                columns,
                primaryKey,
                indexes,
                constraints,
                sequences,
                schedule,
                isPublic,
                isEvent,
                false,
                0);
    }

    /** The type of a row: the columns under their canonical names. */
    public AlgebraicType.Product rowType() {
        return new AlgebraicType.Product(
                columns.stream().map(c -> AlgebraicType.Element.of(c.name(), c.type())).toList());
    }

    /** The columns behind the first one, without indexes and constraints. */
    TableDef withoutFirstColumn() {
        return new TableDef(
                name,
                sourceName,
                columns.subList(1, columns.size()),
                OptionalInt.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                isPublic,
                isEvent);
    }
}
