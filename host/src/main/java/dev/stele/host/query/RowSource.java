package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.query.IndexChoice.Bound;
import dev.stele.host.sats.Bytes;
import dev.stele.host.table.IndexLayout;
import dev.stele.host.table.KeyRange;
import dev.stele.host.table.RowCursor;
import dev.stele.host.table.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a table, or of one instance of a view, that meet a condition, by the narrowest
 * way. Thread-safe.
 */
final class RowSource {

    private static final int INCLUDED = 0;
    private static final int EXCLUDED = 1;
    private static final int UNBOUNDED = 2;

    private final Entry entry;
    private final RowOrigin origin;
    private final IndexChoice choice;
    private final RowPredicate residual;
    private final List<EqualityKey.ColumnValue> fixed;

    RowSource(Entry entry, RowOrigin origin, Predicate where) {
        this.entry = entry;
        this.origin = origin;
        this.choice = IndexChoice.of(where, entry.visible());
        this.fixed = EqualityKey.of(where, entry.visible().rowType()).values();
        this.residual = RowPredicate.compile(choice.residual(), entry.visible().rowType());
    }

    /** Told of each row, as queries see it; says whether to go on. */
    interface Visitor {
        boolean row(byte[] page, int offset, int length, long rowId);
    }

    Entry entry() {
        return entry;
    }

    RowOrigin origin() {
        return origin;
    }

    /** The columns that the condition fixes to one value each. */
    List<EqualityKey.ColumnValue> fixed() {
        return fixed;
    }

    IndexChoice choice() {
        return choice;
    }

    /** Whether at most the rows with one key are looked at. */
    boolean isPoint() {
        return choice instanceof IndexChoice.Point || choice instanceof IndexChoice.NoRows;
    }

    /**
     * Hands the rows of {@code table} that meet the condition to {@code visitor}; {@code reads} is
     * told what is read.
     *
     * @return false when the visitor stopped
     */
    boolean visit(Table table, @Nullable ReadLog reads, Visitor visitor) {
        if (choice instanceof IndexChoice.NoRows) {
            return true;
        }
        int hidden = entry.hiddenBytes();
        RowCursor rows = rows(table, reads);
        while (rows.next()) {
            int offset = rows.offset() + hidden;
            int length = rows.length() - hidden;
            if (residual.test(rows.page(), offset, length)
                    && !visitor.row(rows.page(), offset, length, rows.rowId())) {
                return false;
            }
        }
        return true;
    }

    private RowCursor rows(Table table, @Nullable ReadLog reads) {
        if (entry.isView()) {
            return point(table, reads, 0, origin.argHash());
        }
        return switch (choice) {
            case IndexChoice.NoRows _, IndexChoice.FullScan _ -> {
                if (reads != null) {
                    reads.table(entry);
                }
                yield table.scan();
            }
            case IndexChoice.Point(int index, Bytes key, Predicate _) ->
                    point(table, reads, index, key);
            case IndexChoice.Range range -> {
                KeyRange keys = keys(table, range);
                if (reads != null) {
                    reads.range(entry, range.index(), table.span(range.index(), keys));
                }
                yield table.index(range.index()).range(keys);
            }
        };
    }

    /** The rows with {@code key} in the index at {@code index}, hidden columns and all. */
    RowCursor point(Table table, @Nullable ReadLog reads, int index, Bytes key) {
        if (reads != null) {
            reads.point(entry, index, table.orderedKey(index, key.unsafeArray(), 0));
        }
        return table.index(index).point(key.unsafeArray(), 0, key.size());
    }

    private static KeyRange keys(Table table, IndexChoice.Range range) {
        IndexLayout index = table.layout().indexes().get(range.index());
        BsatnWriter out = new BsatnWriter().raw(range.prefix());
        int lowerLength = bound(out, range.lower());
        int upperLength = bound(out, range.upper());
        return KeyRange.of(
                index,
                table.layout().rowType(),
                out.unsafeArray(),
                0,
                range.prefix().size(),
                range.prefixColumns(),
                lowerLength,
                upperLength);
    }

    private static int bound(BsatnWriter out, Optional<Bound> bound) {
        int start = out.size();
        if (bound.isPresent()) {
            out.u8(bound.get().inclusive() ? INCLUDED : EXCLUDED).raw(bound.get().value());
        } else {
            out.u8(UNBOUNDED);
        }
        return out.size() - start;
    }
}
