package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.UniqueViolationException;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.table.RowCursor;
import dev.stele.host.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One SQL statement over HTTP: parsed, and bound and executed where it is run. Immutable. */
public final class SqlStatement {

    private final Statement statement;

    private SqlStatement(Statement statement) {
        this.statement = statement;
    }

    /** Rows of {@code schema}, encoded, or the counts of what was changed. */
    public record Result(
            AlgebraicType.Product schema,
            List<Bytes> rows,
            long inserted,
            long deleted,
            long updated) {
        static Result changed(long inserted, long deleted, long updated) {
            return new Result(AlgebraicType.UNIT, List.of(), inserted, deleted, updated);
        }
    }

    /**
     * Parses {@code sql}.
     *
     * @throws HostException INVALID_SQL with the reference's text
     */
    public static SqlStatement parse(String sql) {
        return new SqlStatement(SqlParser.parse(sql));
    }

    /** Whether it only reads, so that {@link #read} executes it, not {@link #write}. */
    public boolean isRead() {
        return statement instanceof Statement.Select || statement instanceof Statement.ShowVariable;
    }

    /** Executes a statement that {@link #isRead} on {@code state}. */
    public Result read(CommittedState state, Identity caller, boolean isOwner) {
        Binder binder = new Binder(new SchemaLookup(state.catalog(), caller, isOwner));
        Bound.Select select =
                switch (statement) {
                    case Statement.Select written -> binder.select(written);
                    case Statement.ShowVariable show -> binder.showVariable(show);
                    case Statement.Insert _,
                            Statement.Delete _,
                            Statement.Update _,
                            Statement.SetVariable _ ->
                            throw new IllegalStateException("statement writes");
                };
        Entry table = select.table();
        RowPredicate where = RowPredicate.of(select.where(), table.rows());
        RowCursor rows = IndexChoice.of(table, select.where()).rows(state.table(table));
        long limit = select.limit().orElse(Long.MAX_VALUE);
        return switch (select.output()) {
            case Bound.Output.Star _ -> star(table, rows, where, limit);
            case Bound.Output.Columns columns -> columns(table, columns, rows, where, limit);
            case Bound.Output.Count(String name) -> count(name, rows, where, limit);
        };
    }

    private static Result star(Entry table, RowCursor rows, RowPredicate where, long limit) {
        List<Bytes> out = new ArrayList<>();
        while (out.size() < limit && rows.next()) {
            if (where.test(rows.page(), rows.offset())) {
                out.add(Bytes.copyOf(rows.page(), rows.offset(), rows.length()));
            }
        }
        return new Result(table.schema().rowType(), out, 0, 0, 0);
    }

    private static Result columns(
            Entry table,
            Bound.Output.Columns output,
            RowCursor rows,
            RowPredicate where,
            long limit) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < output.columns().size(); i++) {
            elements.add(
                    Element.of(output.names().get(i), table.rows().type(output.columns().get(i))));
        }
        List<Bytes> out = new ArrayList<>();
        while (out.size() < limit && rows.next()) {
            if (where.test(rows.page(), rows.offset())) {
                BsatnWriter row = new BsatnWriter();
                for (int column : output.columns()) {
                    int start = table.rows().columnStart(rows.page(), rows.offset(), column);
                    int end = table.rows().columnEnd(rows.page(), start, column);
                    row.raw(rows.page(), start, end - start);
                }
                out.add(row.toBytes());
            }
        }
        return new Result(new AlgebraicType.Product(elements), out, 0, 0, 0);
    }

    private static Result count(String name, RowCursor rows, RowPredicate where, long limit) {
        long count = 0;
        while (rows.next()) {
            count += where.test(rows.page(), rows.offset()) ? 1 : 0;
        }
        return new Result(
                AlgebraicType.product(Element.of(name, Primitive.U64)),
                limit == 0 ? List.of() : List.of(new BsatnWriter().i64(count).toBytes()),
                0,
                0,
                0);
    }

    /**
     * Executes a statement that does not {@link #isRead} within {@code tx}.
     *
     * @throws HostException NOT_AUTHORIZED, INVALID_SQL, or UNIQUE_VIOLATION
     */
    public Result write(MutTx tx, Identity caller, boolean isOwner) {
        if (!isOwner) {
            throw SqlText.error(
                    "Caller " + caller.toHex() + " is not authorized to run SQL DML statements");
        }
        Binder binder = new Binder(new SchemaLookup(tx.catalog(), caller, true));
        try {
            return switch (statement) {
                case Statement.Insert insert -> insert(tx, binder.insert(insert));
                case Statement.SetVariable set -> insert(tx, binder.setVariable(set));
                case Statement.Delete delete -> delete(tx, binder.delete(delete));
                case Statement.Update update -> update(tx, binder.update(update));
                case Statement.Select _, Statement.ShowVariable _ ->
                        throw new IllegalStateException("statement reads");
            };
        } catch (UniqueViolationException e) {
            throw new HostException(ErrorCode.UNIQUE_VIOLATION, "IndexError: " + e.getMessage());
        }
    }

    private static Result insert(MutTx tx, Bound.Insert insert) {
        long before = tx.rowCount(insert.table());
        for (Bytes row : insert.rows()) {
            tx.insert(insert.table(), row.toByteArray());
        }
        return Result.changed(tx.rowCount(insert.table()) - before, 0, 0);
    }

    private static Result delete(MutTx tx, Bound.Delete delete) {
        List<Long> ids = matching(tx, delete.table(), delete.where());
        ids.forEach(id -> tx.deleteAt(delete.table(), id));
        return Result.changed(0, ids.size(), 0);
    }

    private static List<Long> matching(MutTx tx, Entry table, Predicate condition) {
        RowPredicate where = RowPredicate.of(condition, table.rows());
        Table snapshot = tx.snapshot(table);
        RowCursor rows = IndexChoice.of(table, condition).rows(snapshot);
        List<Long> ids = new ArrayList<>();
        while (rows.next()) {
            if (where.test(rows.page(), rows.offset())) {
                ids.add(rows.rowId());
            }
        }
        return ids;
    }

    private static Result update(MutTx tx, Bound.Update update) {
        Entry table = update.table();
        List<byte[]> rows = new ArrayList<>();
        for (long id : matching(tx, table, update.where())) {
            rows.add(tx.copyRow(table, id));
        }
        // All old rows go before any new one comes, so that keys may be exchanged.
        rows.forEach(row -> tx.delete(table, row));
        for (byte[] old : rows) {
            BsatnWriter next = new BsatnWriter(old.length + 16);
            for (int column = 0; column < table.rows().columnCount(); column++) {
                next.raw(columnValue(table, update, old, column));
            }
            tx.insert(table, next.toByteArray());
        }
        return Result.changed(0, 0, rows.size());
    }

    private static Bytes columnValue(Entry table, Bound.Update update, byte[] old, int column) {
        for (Bound.SetColumn set : update.columns()) {
            if (set.column() == column) {
                return set.value();
            }
        }
        int start = table.rows().columnStart(old, 0, column);
        int end = table.rows().columnEnd(old, start, column);
        return Bytes.wrap(Arrays.copyOfRange(old, start, end));
    }
}
