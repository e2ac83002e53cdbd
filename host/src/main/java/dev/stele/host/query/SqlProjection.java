package dev.stele.host.query;

import java.util.List;

/** What a SELECT returns, as parsed. */
sealed interface SqlProjection {

    /** {@code *}. */
    record Star() implements SqlProjection {}

    /** {@code alias.*}. */
    record TableStar(String alias) implements SqlProjection {}

    /** {@code COUNT(*) AS name}. */
    record Count(String name) implements SqlProjection {}

    record Columns(List<Item> items) implements SqlProjection {
        public Columns {
            items = List.copyOf(items);
        }
    }

    /** A column and the name it gets in the result. */
    record Item(SqlExpression.Column column, String name) {}
}
