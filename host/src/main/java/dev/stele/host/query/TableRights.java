package dev.stele.host.query;

import dev.stele.host.datastore.Catalog;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** The tables of one catalog that {@code caller} may read: public ones, and all for the owner. */
public record TableRights(Catalog catalog, Identity caller, boolean isOwner)
        implements SchemaLookup {

    @Override
    public Optional<TableSchema> table(String name) {
        return catalog.table(name).map(Entry::schema).filter(this::isReadable);
    }

    private boolean isReadable(TableSchema table) {
        return isOwner || table.def().isPublic();
    }

    /** The tables that {@code SELECT * FROM *} means. */
    List<TableSchema> everyTable() {
        return catalog.userTables().stream()
                .filter(t -> !t.def().isEvent())
                .filter(this::isReadable)
                .toList();
    }

    Entry entry(TableSchema table) {
        return catalog.table(table.id()).orElseThrow();
    }
}
