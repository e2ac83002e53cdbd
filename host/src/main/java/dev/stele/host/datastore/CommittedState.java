package dev.stele.host.datastore;

import dev.stele.host.schema.TableId;
import dev.stele.host.table.Table;
import java.util.List;

/**
 * The state of a database after a transaction: one immutable object graph. {@code nextOffset} is
 * the TxOffset that the next logged transaction gets, so all below it are contained.
 */
public final class CommittedState {

    private final Catalog catalog;
    private final Table[] tables;
    private final long nextOffset;

    CommittedState(Catalog catalog, Table[] tables, long nextOffset) {
        this.catalog = catalog;
        this.tables = tables;
        this.nextOffset = nextOffset;
    }

    /** The state before the first transaction: system tables without rows. */
    public static CommittedState empty() {
        Catalog catalog = Catalog.of(List.of());
        Table[] tables = new Table[catalog.entries().size()];
        for (Catalog.Entry entry : catalog.entries()) {
            tables[entry.slot()] = Table.empty(entry.layout());
        }
        return new CommittedState(catalog, tables, 0);
    }

    public Catalog catalog() {
        return catalog;
    }

    public long nextOffset() {
        return nextOffset;
    }

    /** The rows of the table in {@code slot} of the {@link #catalog}. */
    public Table table(int slot) {
        return tables[slot];
    }

    public Table table(Catalog.Entry entry) {
        return tables[entry.slot()];
    }

    /** The rows of the system table {@code id}. */
    public Table systemTable(TableId id) {
        return tables[id.value() - 1];
    }

    CommittedState withNextOffset(long offset) {
        return new CommittedState(catalog, tables, offset);
    }

    Table[] copyTables() {
        return tables.clone();
    }
}
