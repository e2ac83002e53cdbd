package dev.stele.host.view;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.TableDelta;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.TableId;
import dev.stele.host.table.KeySpan;
import dev.stele.host.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The read sets of all instances of views, turned round: from a change to whom it concerns. */
final class ReadSets {

    /** Who reads what of one index. */
    private static final class IndexReaders {
        private final Map<Bytes, Set<ViewKey>> points = new HashMap<>();
        private final SpanMap ranges = new SpanMap();

        boolean isEmpty() {
            return points.isEmpty() && ranges.isEmpty();
        }
    }

    /** Who reads what of one table. */
    private static final class TableReaders {
        private final Set<ViewKey> whole = new HashSet<>();
        private final Map<Integer, IndexReaders> byIndex = new HashMap<>();

        boolean isEmpty() {
            return whole.isEmpty() && byIndex.isEmpty();
        }
    }

    private final Map<Integer, TableReaders> tables = new HashMap<>();

    void add(ViewKey view, ReadSet reads) {
        reads.tables()
                .forEach((tableId, table) -> {
                    TableReaders readers = tables.computeIfAbsent(tableId, _ -> new TableReaders());
                    if (table.isWhole()) {
                        readers.whole.add(view);
                    }
                    table.points()
                            .forEach((index, keys) -> {
                                IndexReaders of =
                                        readers.byIndex.computeIfAbsent(
                                                index, _ -> new IndexReaders());
                                keys.forEach(key ->
                                        of.points
                                                .computeIfAbsent(key, _ -> new HashSet<>(2))
                                                .add(view));
                            });
                    table.ranges()
                            .forEach((index, spans) -> {
                                IndexReaders of =
                                        readers.byIndex.computeIfAbsent(
                                                index, _ -> new IndexReaders());
                                spans.forEach(span -> of.ranges.add(span, view));
                            });
                });
    }

    void remove(ViewKey view, ReadSet reads) {
        reads.tables()
                .forEach((tableId, table) -> {
                    TableReaders readers = tables.get(tableId);
                    if (readers != null) {
                        readers.whole.remove(view);
                        table.points()
                                .forEach((index, keys) -> removePoints(readers, index, keys, view));
                        table.ranges()
                                .forEach(
                                        (index, spans) -> removeSpans(readers, index, spans, view));
                        if (readers.isEmpty()) {
                            tables.remove(tableId);
                        }
                    }
                });
    }

    private static void removePoints(
            TableReaders readers, int index, Set<Bytes> keys, ViewKey view) {
        IndexReaders of = readers.byIndex.get(index);
        if (of == null) {
            return;
        }
        for (Bytes key : keys) {
            Set<ViewKey> views = of.points.get(key);
            if (views != null && views.remove(view) && views.isEmpty()) {
                of.points.remove(key);
            }
        }
        if (of.isEmpty()) {
            readers.byIndex.remove(index);
        }
    }

    private static void removeSpans(
            TableReaders readers, int index, Set<KeySpan> spans, ViewKey view) {
        IndexReaders of = readers.byIndex.get(index);
        if (of == null) {
            return;
        }
        spans.forEach(span -> of.ranges.remove(span, view));
        if (of.isEmpty()) {
            readers.byIndex.remove(index);
        }
    }

    /** The instances that read something that {@code tx} has changed so far, in order. */
    Set<ViewKey> affected(MutTx tx) {
        Set<ViewKey> out = new TreeSet<>();
        for (Map.Entry<Integer, TableReaders> table : tables.entrySet()) {
            Optional<Entry> entry = tx.catalog().table(new TableId(table.getKey()));
            if (entry.isPresent()) {
                tx.delta(entry.get()).ifPresent(delta -> collect(tx, delta, table.getValue(), out));
            }
        }
        return out;
    }

    private static void collect(
            MutTx tx, TableDelta delta, TableReaders readers, Set<ViewKey> out) {
        out.addAll(readers.whole);
        if (readers.byIndex.isEmpty()) {
            return;
        }
        Table table = tx.snapshot(delta.table());
        for (Map.Entry<Integer, IndexReaders> index : readers.byIndex.entrySet()) {
            collect(table, index.getKey(), delta.inserts(), index.getValue(), out);
            collect(table, index.getKey(), delta.deletes(), index.getValue(), out);
        }
    }

    private static void collect(
            Table table, int index, List<byte[]> rows, IndexReaders readers, Set<ViewKey> out) {
        for (byte[] row : rows) {
            byte[] key = table.orderedKeyOfRow(index, row, 0);
            out.addAll(readers.points.getOrDefault(Bytes.wrap(key), Set.of()));
            readers.ranges.collect(key, out);
        }
    }
}
