package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A view. {@code index} is its number for the call into the module: anonymous views and others are
 * counted apart. {@code columns} are those of its rows, whose type is at {@code rowTypeRef} of the
 * typespace; {@code params} is resolved.
 */
public record ViewDef(
        String name,
        String sourceName,
        int index,
        boolean isPublic,
        boolean isAnonymous,
        AlgebraicType.Product params,
        Returns returns,
        List<ColumnDef> columns,
        OptionalInt primaryKey,
        int rowTypeRef,
        AlgebraicType.Product declaredParams) {
    public ViewDef {
        columns = List.copyOf(columns);
    }

    /** What the module's function gives back. */
    public enum Returns {
        /** {@code Option} of a row. */
        OPTION,
        /** An array of rows. */
        ARRAY,
        /** The text of a query over the module's tables. */
        QUERY
    }

    /** The field that marks the return type of a query view. */
    public static final String QUERY_FIELD = "__query__";

    /** The type of a row: the columns under their canonical names. */
    public AlgebraicType.Product rowType() {
        return new AlgebraicType.Product(
                columns.stream().map(c -> AlgebraicType.Element.of(c.name(), c.type())).toList());
    }

    /** The return type as declared: a reference to the row type in its wrapper. */
    public AlgebraicType declaredReturnType() {
        AlgebraicType row = new AlgebraicType.Ref(rowTypeRef);
        return switch (returns) {
            case OPTION -> AlgebraicType.option(row);
            case ARRAY -> new AlgebraicType.Array(row);
            case QUERY -> AlgebraicType.product(AlgebraicType.Element.of(QUERY_FIELD, row));
        };
    }

    /** The table that holds the view's rows, as it is kept. Spec 03 section 3.7. */
    public TableDef table() {
        List<ColumnDef> kept = new ArrayList<>();
        kept.add(
                new ColumnDef(
                        ViewTable.HASH_COLUMN,
                        ViewTable.HASH_COLUMN,
                        AlgebraicType.Primitive.U256,
                        Optional.empty()));
        kept.addAll(columns);
        List<IndexDef> indexes = new ArrayList<>();
        List<ConstraintDef> constraints = new ArrayList<>();
        indexes.add(index(name + "_" + ViewTable.HASH_COLUMN + "_idx_btree", List.of(0)));
        if (primaryKey.isPresent()) {
            int key = primaryKey.getAsInt() + 1;
            String base = name + "_" + ViewTable.HASH_COLUMN + "_" + kept.get(key).name();
            indexes.add(index(base + "_idx_btree", List.of(0, key)));
            constraints.add(new ConstraintDef(base + "_key", List.of(0, key)));
        }
        return new TableDef(
                name,
                sourceName,
                kept,
                OptionalInt.empty(),
                indexes,
                constraints,
                List.of(),
                Optional.empty(),
                isPublic,
                false);
    }

    private static IndexDef index(String name, List<Integer> columns) {
        return new IndexDef(name, name, Optional.empty(), IndexKind.BTREE, columns);
    }
}
