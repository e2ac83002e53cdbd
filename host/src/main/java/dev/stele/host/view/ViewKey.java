package dev.stele.host.view;

import dev.stele.host.sats.Bytes;

/** One instance of a view: its backing table, and for which arguments. */
public record ViewKey(int tableId, Bytes argHash) implements Comparable<ViewKey> {

    @Override
    public int compareTo(ViewKey other) {
        int byTable = Integer.compare(tableId, other.tableId);
        return byTable != 0 ? byTable : argHash.compareTo(other.argHash);
    }
}
