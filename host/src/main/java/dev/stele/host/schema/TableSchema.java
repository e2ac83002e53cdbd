package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A table as a database knows it: its definition with the ids it was given.
 *
 * <p>{@code indexIds}, {@code constraintIds} and {@code sequenceIds} run parallel to the lists in
 * {@code def}.
 */
public record TableSchema(
        TableId id,
        TableDef def,
        boolean isSystem,
        Product rowType,
        List<IndexId> indexIds,
        List<Integer> constraintIds,
        List<Integer> sequenceIds,
        Optional<ViewTable> view) {
    public TableSchema {
        indexIds = List.copyOf(indexIds);
        constraintIds = List.copyOf(constraintIds);
        sequenceIds = List.copyOf(sequenceIds);
    }

    /** A table that is not the backing table of a view. */
    public TableSchema(
            TableId id,
            TableDef def,
            boolean isSystem,
            Product rowType,
            List<IndexId> indexIds,
            List<Integer> constraintIds,
            List<Integer> sequenceIds) {
        this(id, def, isSystem, rowType, indexIds, constraintIds, sequenceIds, Optional.empty());
    }

    public String name() {
        return def.name();
    }

    public AlgebraicType columnType(int column) {
        return def.columns().get(column).type();
    }

    /** Position of the column with canonical or source name {@code name}. */
    public OptionalInt columnNamed(String name) {
        List<ColumnDef> columns = def.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name) || columns.get(i).sourceName().equals(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether the index at {@code position} is the index of a unique constraint. */
    public boolean isUnique(int position) {
        return constraintOf(position).isPresent();
    }

    /** The unique constraint that the index at {@code position} enforces. */
    public Optional<ConstraintDef> constraintOf(int position) {
        List<Integer> columns = def.indexes().get(position).columns().stream().sorted().toList();
        return def.constraints().stream()
                .filter(c -> c.columns().stream().sorted().toList().equals(columns))
                .findFirst();
    }

    /** The view as a query reads it that gives {@code args}, BSATN of its parameters. */
    public TableSchema withArgs(Bytes args) {
        ViewTable bound = view.orElseThrow();
        return new TableSchema(
                id,
                def,
                isSystem,
                rowType,
                indexIds,
                constraintIds,
                sequenceIds,
                Optional.of(
                        new ViewTable(bound.viewId(), bound.isAnonymous(), bound.params(), args)));
    }

    /**
     * The table as queries see it: the same one, or a view's without the hidden column and the
     * indexes, which all begin with it.
     */
    public TableSchema visible() {
        if (view.isEmpty()) {
            return this;
        }
        TableDef shown = def.withoutFirstColumn();
        return new TableSchema(
                id, shown, false, shown.rowType(), List.of(), List.of(), List.of(), view);
    }
}
