package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows a query finds: every combination of a row of each table that meets {@code where}.
 * Columns are positions in the tables' rows laid end to end; the conditions of joins are terms of
 * {@code where} like any other.
 */
record SelectPlan(List<TableSchema> tables, Predicate where) {

    /** How many tables a subscription may join. */
    private static final int SUBSCRIPTION_TABLES_MAX = 2;

    SelectPlan {
        tables = List.copyOf(tables);
    }

    /** The position of the first column of the table at {@code position}. */
    int firstColumn(int position) {
        int first = 0;
        for (TableSchema table : tables.subList(0, position)) {
            first += table.def().columns().size();
        }
        return first;
    }

    /** The table that has the column at {@code column}. */
    int tableOf(int column) {
        int table = 0;
        int end = tables.getFirst().def().columns().size();
        while (column >= end) {
            table++;
            end += tables.get(table).def().columns().size();
        }
        return table;
    }

    /** The type of the tables' rows laid end to end. */
    AlgebraicType.Product rowType() {
        List<AlgebraicType.Element> elements = new ArrayList<>();
        tables.forEach(table -> elements.addAll(table.rowType().elements()));
        return new AlgebraicType.Product(elements);
    }

    /** Refuses joins whose changes could be found only by going through whole tables. */
    void requireIncremental() {
        if (tables.size() > SUBSCRIPTION_TABLES_MAX) {
            throw new QueryException("Invalid number of tables in subscription: " + tables.size());
        }
        if (tables.size() == 1) {
            return;
        }
        boolean isIndexed =
                where.conjuncts().stream()
                        .filter(term -> JoinEdge.isEdge(term, this))
                        .map(term -> JoinEdge.of((Predicate.CompareColumns) term, this))
                        .anyMatch(edge ->
                                hasIndex(edge.left().table(), edge.left().column())
                                        || hasIndex(edge.right().table(), edge.right().column()));
        if (!isIndexed) {
            throw new QueryException("Subscriptions require indexes on join columns");
        }
        boolean isEventLookup = tables.stream().skip(1).anyMatch(table -> table.def().isEvent());
        if (isEventLookup) {
            throw new QueryException(
                    "Event tables cannot be used as the lookup table in subscription joins");
        }
    }

    /** The rows of one instance of a view are few, and found by its own index. */
    private boolean hasIndex(int position, int column) {
        TableSchema table = tables.get(position);
        return table.view().isPresent()
                || table.def().indexes().stream()
                        .anyMatch(index -> index.columns().equals(List.of(column)));
    }
}
