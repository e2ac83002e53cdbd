package dev.stele.host.query;

import dev.stele.host.schema.TableSchema;
import java.util.Optional;

/** The tables and views that one caller may read. A port, implemented where databases are kept. */
public interface SchemaLookup {

    /**
     * The table or view whose canonical or source name is {@code name}; empty when there is none,
     * or when the caller may not read it.
     */
    Optional<TableSchema> table(String name);

    /** Whether {@code table} holds the rows of a view, which nobody may write with SQL. */
    default boolean isView(TableSchema table) {
        return false;
    }
}
