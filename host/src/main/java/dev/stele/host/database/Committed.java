package dev.stele.host.database;

import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.TxData;

/**
 * A transaction that is part of the state: its net changes and the state after it. What a client
 * sees of it is confirmed once {@link #requiredOffset} is durable.
 */
public record Committed(TxData data, CommittedState after) {

    /** The last TxOffset that {@code after} contains, -1 for none. */
    public long requiredOffset() {
        return after.nextOffset() - 1;
    }
}
