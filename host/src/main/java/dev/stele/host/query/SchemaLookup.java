package dev.stele.host.query;

import dev.stele.host.datastore.Catalog;
import dev.stele.host.sats.Identity;
import java.util.List;
import java.util.Optional;

/** The tables that one caller may see. The owner of a database sees all. */
public record SchemaLookup(Catalog catalog, Identity caller, boolean isOwner) {

    /** The table that the caller knows under {@code name}. */
    Optional<Catalog.Entry> table(String name) {
        return catalog.table(name).filter(this::isVisible);
    }

    private boolean isVisible(Catalog.Entry table) {
        return isOwner || table.schema().def().isPublic();
    }

    /** The tables of the module that the caller may read, but for event tables. */
    List<Catalog.Entry> userTables() {
        return catalog.entries().stream()
                .filter(t -> !t.schema().isSystem() && !t.schema().def().isEvent())
                .filter(this::isVisible)
                .toList();
    }
}
