package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.query.IndexChoice.Bound;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.table.IndexLayout;
import dev.stele.host.table.KeyRange;
import dev.stele.host.table.RowCursor;
import dev.stele.host.table.Table;
import java.util.Optional;

/** Finds the rows of a table that meet a condition, by the narrowest way. Thread-safe. */
final class RowSource {

    private static final int INCLUDED = 0;
    private static final int EXCLUDED = 1;
    private static final int UNBOUNDED = 2;

    private final IndexChoice choice;
    private final RowPredicate residual;

    RowSource(TableSchema table, Predicate where) {
        this.choice = IndexChoice.of(where, table);
        this.residual = RowPredicate.compile(choice.residual(), table.rowType());
    }

    /** Told of each row; says whether to go on. */
    interface Visitor {
        boolean row(RowCursor row);
    }

    /** Hands the rows of {@code table} that meet the condition to {@code visitor}. */
    void visit(Table table, Visitor visitor) {
        if (choice instanceof IndexChoice.NoRows) {
            return;
        }
        RowCursor rows = rows(table);
        while (rows.next()) {
            if (residual.test(rows.page(), rows.offset(), rows.length()) && !visitor.row(rows)) {
                return;
            }
        }
    }

    private RowCursor rows(Table table) {
        return switch (choice) {
            case IndexChoice.NoRows _, IndexChoice.FullScan _ -> table.scan();
            case IndexChoice.Point(int index, Bytes key, Predicate _) ->
                    table.index(index).point(key.unsafeArray(), 0, key.size());
            case IndexChoice.Range range -> table.index(range.index()).range(keys(table, range));
        };
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
