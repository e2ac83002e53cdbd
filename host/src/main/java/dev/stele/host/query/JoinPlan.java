package dev.stele.host.query;

import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A query over several tables: left-deep joins in the order written, then the filter. Columns are
 * positions in the tables' rows laid end to end. Nothing runs it yet.
 */
record JoinPlan(
        List<TableSchema> tables,
        List<Join> joins,
        Predicate where,
        Projection projection,
        OptionalLong limit) {

    JoinPlan {
        tables = List.copyOf(tables);
        joins = List.copyOf(joins);
    }

    /** How the next table is joined to those before it. */
    sealed interface Join {}

    /** Rows that meet an equality of two columns. */
    record OnColumns(Predicate.CompareColumns condition) implements Join {}

    /** All rows with all rows. */
    record Cross() implements Join {}

    boolean hasCrossJoin() {
        return joins.stream().anyMatch(Cross.class::isInstance);
    }

    String tableNames() {
        return tables.stream().map(TableSchema::name).collect(Collectors.joining(" JOIN "));
    }
}
