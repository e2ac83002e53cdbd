package dev.stele.host.query;

import dev.stele.host.datastore.Catalog;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * The tables of one catalog that {@code caller} may read, as queries see them: public ones, and all
 * for the owner.
 */
public record TableRights(Catalog catalog, Identity caller, boolean isOwner)
        implements SchemaLookup {

    @Override
    public Optional<TableSchema> table(String name) {
        return catalog.table(name).map(Entry::visible).filter(this::isReadable);
    }

    private boolean isReadable(TableSchema table) {
        return isOwner || table.def().isPublic();
    }

    @Override
    public boolean isView(TableSchema table) {
        return table.view().isPresent();
    }

    @Override
    public List<String> rules(TableSchema table) {
        return isOwner ? List.of() : catalog.rules(table.id());
    }

    /** Rules may depend on the caller, and the owner has none. */
    @Override
    public boolean isPerCaller(TableSchema table) {
        return table.view().filter(view -> !view.isAnonymous()).isPresent()
                || !catalog.rules(table.id()).isEmpty();
    }

    /** The tables that {@code SELECT * FROM *} means; views that take arguments are not. */
    List<TableSchema> everyTable() {
        return catalog.entries().stream()
                .map(Entry::visible)
                .filter(t -> !t.isSystem() && !t.def().isEvent() && !takesArgs(t))
                .filter(this::isReadable)
                .toList();
    }

    private static boolean takesArgs(TableSchema table) {
        return table.view().filter(view -> !view.params().elements().isEmpty()).isPresent();
    }

    Entry entry(TableSchema table) {
        return catalog.table(table.id()).orElseThrow();
    }

    /** Where the rows of {@code table} come from that the caller sees. */
    RowOrigin origin(TableSchema table) {
        return new RowOrigin(
                table.id().value(),
                table.view().map(view -> view.argHash(caller)).orElse(Bytes.EMPTY));
    }
}
