package dev.stele.host.view;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.sats.Bytes;
import dev.stele.host.table.KeySpan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What one run of a view read. One thread. */
final class ReadSet implements ReadLog {

    /** Keys and ranges kept of one table; a view that reads more depends on the whole table. */
    static final int ENTRIES_PER_TABLE_MAX = 4096;

    /** What was read of one table; keys of indexes in ordered form. */
    static final class TableReads {
        private boolean isWhole;
        private int entries;
        private final Map<Integer, Set<Bytes>> points = new HashMap<>();
        private final Map<Integer, Set<KeySpan>> ranges = new HashMap<>();

        boolean isWhole() {
            return isWhole;
        }

        /** Single keys by index. */
        Map<Integer, Set<Bytes>> points() {
            return points;
        }

        /** Ranges of keys by index. */
        Map<Integer, Set<KeySpan>> ranges() {
            return ranges;
        }

        private void all() {
            isWhole = true;
            points.clear();
            ranges.clear();
        }

        private void count() {
            if (++entries > ENTRIES_PER_TABLE_MAX) {
                all();
            }
        }
    }

    private final Map<Integer, TableReads> tables = new HashMap<>();

    /** What was read, by table id. */
    Map<Integer, TableReads> tables() {
        return tables;
    }

    private TableReads of(Entry table) {
        return tables.computeIfAbsent(table.schema().id().value(), _ -> new TableReads());
    }

    @Override
    public void table(Entry table) {
        of(table).all();
    }

    @Override
    public void point(Entry table, int index, byte[] key) {
        TableReads reads = of(table);
        if (!reads.isWhole
                && reads.points.computeIfAbsent(index, _ -> new HashSet<>()).add(Bytes.wrap(key))) {
            reads.count();
        }
    }

    @Override
    public void range(Entry table, int index, KeySpan keys) {
        TableReads reads = of(table);
        if (!reads.isWhole && reads.ranges.computeIfAbsent(index, _ -> new HashSet<>()).add(keys)) {
            reads.count();
        }
    }
}
