package dev.stele.host.datastore;

import java.util.List;
import java.util.Optional;

/** The net changes of one transaction, ordered by table id: system tables come first. */
public record TxData(List<TableDelta> tables) {

    public TxData {
        tables = List.copyOf(tables);
    }

    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Whether the log has to have it: views are made anew from what it has. */
    public boolean isLogged() {
        return tables.stream().anyMatch(delta -> !delta.table().isView());
    }

    /** The changes of the table in {@code slot}. */
    public Optional<TableDelta> ofSlot(int slot) {
        for (TableDelta delta : tables) {
            if (delta.table().slot() == slot) {
                return Optional.of(delta);
            }
        }
        return Optional.empty();
    }
}
