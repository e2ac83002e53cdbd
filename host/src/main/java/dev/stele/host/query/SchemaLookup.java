package dev.stele.host.query;

import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** The tables and views that one caller may read. A port, implemented where databases are kept. */
public interface SchemaLookup {

    /**
     * The table or view whose canonical or source name is {@code name}; empty when there is none,
     * or when the caller may not read it.
     */
    Optional<TableSchema> table(String name);

    /** Whether the rows of {@code table} depend on who asks. */
    default boolean isPerCaller(TableSchema table) {
        return false;
    }

    /** The rules that say which rows of {@code table} the caller sees; none for all of them. */
    default List<String> rules(TableSchema table) {
        return List.of();
    }

    /** Whether {@code table} holds the rows of a view, which nobody may write with SQL. */
    default boolean isView(TableSchema table) {
        return false;
    }
}
