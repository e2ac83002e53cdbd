package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.RowLayout;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.datastore.UniqueViolationException;
import dev.stele.host.query.BoundStatement.BoundDelete;
import dev.stele.host.query.BoundStatement.BoundInsert;
import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.query.BoundStatement.BoundSetVariable;
import dev.stele.host.query.BoundStatement.BoundShowVariable;
import dev.stele.host.query.BoundStatement.BoundUpdate;
import dev.stele.host.query.BoundStatement.SetColumn;
import dev.stele.host.query.Projection.OutputColumn;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs statements of SQL over HTTP within a transaction. */
public final class SqlExecution {

    /** Tag of {@code U64} in the value of {@code st_var}. */
    private static final int VAR_U64_TAG = 8;

    /** Makes sure that views have rows before they are read. */
    public interface Views {

        /**
         * Brings the rows of {@code view}, as a query reads it with its arguments, up to date that
         * the caller sees.
         */
        void materialise(MutTx tx, TableSchema view);
    }

    private final MutTx tx;
    private final TableRights rights;
    private final Views views;
    private final @Nullable ReadLog reads;

    private SqlExecution(MutTx tx, TableRights rights, Views views, @Nullable ReadLog reads) {
        this.tx = tx;
        this.rights = rights;
        this.views = views;
        this.reads = reads;
    }

    /** Rows of {@code schema}, encoded, or the counts of what was changed. */
    public record Result(
            AlgebraicType.Product schema,
            List<Bytes> rows,
            long inserted,
            long deleted,
            long updated) {

        private static Result rows(AlgebraicType.Product schema, List<Bytes> rows) {
            return new Result(schema, rows, 0, 0, 0);
        }

        private static Result changed(long inserted, long deleted, long updated) {
            return new Result(AlgebraicType.UNIT, List.of(), inserted, deleted, updated);
        }
    }

    /**
     * Runs {@code sql} for {@code caller} within {@code tx}.
     *
     * @throws QueryException with the reference's text when it is refused; the transaction must be
     *     dropped
     */
    public static Result run(String sql, MutTx tx, Identity caller, boolean isOwner, Views views) {
        TableRights rights = new TableRights(tx.catalog(), caller, isOwner);
        BoundStatement statement = SqlCompiler.statement(sql, rights, caller);
        if (statement.isWrite() && !isOwner) {
            throw QueryException.notAuthorized(caller);
        }
        try {
            return new SqlExecution(tx, rights, views, null).run(statement);
        } catch (UniqueViolationException e) {
            throw new QueryException("IndexError: " + e.getMessage());
        }
    }

    /**
     * The rows of {@code view}, whose function returned the query {@code sql} for {@code caller}:
     * it sees all tables and views, and has to return whole rows like the view's. {@code reads} is
     * told what it reads, {@code inner} of each view before.
     *
     * @throws QueryException when it is no such query
     */
    public static List<byte[]> viewRows(
            String sql, MutTx tx, Identity caller, Entry view, ReadLog reads, Views inner) {
        TableRights rights = new TableRights(tx.catalog(), caller, true);
        BoundSelect select =
                SqlCompiler.subscription(
                        sql, ScopedTables.of(view.schema().name(), rights), caller);
        Result found = new SqlExecution(tx, rights, inner, reads).select(select);
        if (!types(found.schema()).equals(types(view.visible().rowType()))) {
            throw new QueryException("the query returns other columns than the view has: " + sql);
        }
        return found.rows().stream().map(Bytes::unsafeArray).toList();
    }

    private static List<AlgebraicType> types(AlgebraicType.Product row) {
        return row.elements().stream().map(Element::type).toList();
    }

    private Result run(BoundStatement statement) {
        return switch (statement) {
            case BoundSelect select -> select(select);
            case BoundShowVariable show -> show(show);
            case BoundInsert insert -> insert(rights.entry(insert.table()), insert.rows());
            case BoundSetVariable set ->
                    insert(
                            rights.entry(set.table()),
                            List.of(
                                    new BsatnWriter()
                                            .string(set.name())
                                            .u8(VAR_U64_TAG)
                                            .i64(set.value())
                                            .toBytes()));
            case BoundDelete delete -> delete(delete);
            case BoundUpdate update -> update(update);
        };
    }

    private Result select(BoundSelect select) {
        for (SelectPlan plan : select.plans()) {
            for (TableSchema table : plan.tables()) {
                if (table.view().isPresent()) {
                    views.materialise(tx, table);
                }
            }
        }
        return switch (select.projection()) {
            case Projection.Rows(int table) ->
                    Result.rows(
                            select.plans().getFirst().tables().get(table).rowType(),
                            find(select, row -> Bytes.wrap(row.copy(table))));
            case Projection.Columns(List<OutputColumn> columns) -> {
                AlgebraicType.Product type = select.plans().getFirst().rowType();
                RowLayout layout = RowLayout.of(type);
                yield Result.rows(
                        schema(type, columns),
                        find(select, row -> project(layout, columns, row.concatenated())));
            }
            case Projection.Count(String name) -> {
                long[] count = new long[1];
                for (SelectPlan plan : select.plans()) {
                    run(
                            plan,
                            _ -> {
                                count[0]++;
                                return true;
                            });
                }
                AlgebraicType.Product type = AlgebraicType.product(Element.of(name, Primitive.U64));
                yield Result.rows(
                        type,
                        select.limit().orElse(1) > 0
                                ? List.of(new BsatnWriter().i64(count[0]).toBytes())
                                : List.of());
            }
        };
    }

    /** What becomes of a combination of rows. */
    private interface Output {
        Bytes of(FoundRow row);
    }

    private List<Bytes> find(BoundSelect select, Output output) {
        long limit = select.limit().orElse(Long.MAX_VALUE);
        List<Bytes> out = new ArrayList<>();
        for (SelectPlan plan : select.plans()) {
            long[] left = {limit};
            if (limit > 0) {
                run(
                        plan,
                        row -> {
                            out.add(output.of(row));
                            return --left[0] > 0;
                        });
            }
        }
        return out;
    }

    private void run(SelectPlan plan, PlanRunner.Found found) {
        PlanRunner runner = new PlanRunner(plan, rights);
        runner.run(position -> tx.snapshot(runner.source(position).entry()), reads, found);
    }

    private static AlgebraicType.Product schema(
            AlgebraicType.Product type, List<OutputColumn> columns) {
        return new AlgebraicType.Product(
                columns.stream()
                        .map(c -> Element.of(c.name(), type.elements().get(c.column()).type()))
                        .toList());
    }

    private static Bytes project(RowLayout layout, List<OutputColumn> columns, byte[] row) {
        BsatnWriter out = new BsatnWriter();
        for (OutputColumn column : columns) {
            int start = layout.columnStart(row, 0, column.column());
            out.raw(row, start, layout.columnEnd(row, start, column.column()) - start);
        }
        return out.toBytes();
    }

    private Result show(BoundShowVariable show) {
        Bytes name = new BsatnWriter().string(show.name()).toBytes();
        return select(
                new BoundSelect(
                        List.of(
                                new SelectPlan(
                                        List.of(show.table()),
                                        new Predicate.Compare(0, Comparison.EQUAL, name))),
                        new Projection.Columns(List.of(new OutputColumn("value", 1))),
                        OptionalLong.empty(),
                        false));
    }

    private Result insert(Entry table, List<Bytes> rows) {
        long inserted = 0;
        for (Bytes row : rows) {
            long before = tx.rowCount(table);
            tx.insert(table, row.toByteArray());
            inserted += tx.rowCount(table) - before;
        }
        return Result.changed(inserted, 0, 0);
    }

    private List<Long> matching(TableSchema table, Predicate where) {
        List<Long> ids = new ArrayList<>();
        Entry entry = rights.entry(table);
        new RowSource(entry, rights.origin(table), where)
                .visit(tx.snapshot(entry), null, (_, _, _, rowId) -> ids.add(rowId));
        return ids;
    }

    private Result delete(BoundDelete delete) {
        List<Long> ids = matching(delete.table(), delete.where());
        ids.forEach(id -> tx.deleteAt(rights.entry(delete.table()), id));
        return Result.changed(0, ids.size(), 0);
    }

    private Result update(BoundUpdate update) {
        Entry table = rights.entry(update.table());
        List<byte[]> rows = new ArrayList<>();
        for (long id : matching(update.table(), update.where())) {
            rows.add(tx.copyRow(table, id));
        }
        // All old rows go before any new one comes, so that keys may be exchanged.
        rows.forEach(row -> tx.delete(table, row));
        for (byte[] old : rows) {
            BsatnWriter next = new BsatnWriter(old.length + 16);
            for (int column = 0; column < table.rows().columnCount(); column++) {
                next.raw(columnValue(table, update.columns(), old, column));
            }
            tx.insert(table, next.toByteArray());
        }
        return Result.changed(0, 0, rows.size());
    }

    private static Bytes columnValue(Entry table, List<SetColumn> changes, byte[] old, int column) {
        for (SetColumn set : changes.reversed()) {
            if (set.column() == column) {
                return set.value();
            }
        }
        int start = table.rows().columnStart(old, 0, column);
        return Bytes.wrap(
                Arrays.copyOfRange(old, start, table.rows().columnEnd(old, start, column)));
    }
}
