package dev.stele.host.datastore;

import java.util.List;

/** What a transaction changed in one table, net: rows now there and rows no longer there. */
public record TableDelta(Catalog.Entry table, List<byte[]> inserts, List<byte[]> deletes) {

    /** Rows of the delta may not be written to; the lists are not copied. */
    public TableDelta {}
}
