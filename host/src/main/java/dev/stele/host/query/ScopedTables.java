package dev.stele.host.query;

import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * Tables as a submodule names them: what stands under {@code prefix} may be called without it, and
 * comes before what is called so in full.
 */
record ScopedTables(String prefix, SchemaLookup all) implements SchemaLookup {

    /** The tables as the module sees them that has the view called {@code view}. */
    static ScopedTables of(String view, SchemaLookup all) {
        return new ScopedTables(view.substring(0, view.lastIndexOf('.') + 1), all);
    }

    @Override
    public Optional<TableSchema> table(String name) {
        return all.table(prefix + name).or(() -> all.table(name));
    }

    @Override
    public boolean isPerCaller(TableSchema table) {
        return all.isPerCaller(table);
    }

    @Override
    public List<String> rules(TableSchema table) {
        return all.rules(table);
    }

    @Override
    public boolean isView(TableSchema table) {
        return all.isView(table);
    }
}
