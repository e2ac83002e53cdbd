package dev.stele.host.query;

import java.util.List;

/** What a query makes of the rows it finds. */
public sealed interface Projection {

    /** The rows of the table at position {@code table} as they are. */
    record Rows(int table) implements Projection {}

    /** Some columns, each under a name of the author's choice; a column may occur twice. */
    record Columns(List<OutputColumn> columns) implements Projection {
        public Columns {
            columns = List.copyOf(columns);
        }
    }

    /** One row with one U64 column: how many rows there are. */
    record Count(String name) implements Projection {}

    /** The column at position {@code column} among those of all tables, shown as {@code name}. */
    record OutputColumn(String name, int column) {}
}
