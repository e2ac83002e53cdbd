package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.sats.Bytes;
import dev.stele.host.table.IndexLayout;
import dev.stele.host.table.IndexReader;
import dev.stele.host.table.RowCursor;
import dev.stele.host.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** How the rows for a condition are found: through an index whose whole key is given, else all. */
final class IndexChoice {

    private final Optional<Point> point;

    @SuppressWarnings("ArrayRecordComponent")
    private record Point(int position, byte[] key) {}

    private IndexChoice(Optional<Point> point) {
        this.point = point;
    }

    /** The best index of {@code table} for {@code where}; a unique one is better than another. */
    static IndexChoice of(Entry table, Predicate where) {
        Map<Integer, Bytes> equalities = new HashMap<>();
        collect(where, equalities);
        Optional<Point> best = Optional.empty();
        List<IndexLayout> indexes = table.layout().indexes();
        for (int i = 0; i < indexes.size() && !equalities.isEmpty(); i++) {
            IndexLayout index = indexes.get(i);
            if (equalities.keySet().containsAll(index.columns())
                    && (best.isEmpty() || index.isUnique())) {
                BsatnWriter key = new BsatnWriter();
                index.columns()
                        .forEach(column -> key.raw(equalities.getOrDefault(column, Bytes.EMPTY)));
                best = Optional.of(new Point(i, key.toByteArray()));
            }
        }
        return new IndexChoice(best);
    }

    private static void collect(Predicate where, Map<Integer, Bytes> equalities) {
        if (where instanceof Predicate.And(Predicate left, Predicate right)) {
            collect(left, equalities);
            collect(right, equalities);
        } else if (where instanceof Predicate.Compare(int column, CompareOp op, Bytes value)
                && op == CompareOp.EQ) {
            equalities.putIfAbsent(column, value);
        }
    }

    /** Rows of {@code table} among which all are that satisfy the condition. */
    RowCursor rows(Table table) {
        return rows(table.scan(), table::index);
    }

    private RowCursor rows(RowCursor all, IntFunction<IndexReader> indexes) {
        return point.map(p -> indexes.apply(p.position()).point(p.key(), 0, p.key().length))
                .orElse(all);
    }
}
