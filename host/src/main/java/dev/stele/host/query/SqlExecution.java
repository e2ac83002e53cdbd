package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
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

/** Runs statements of SQL over HTTP within a transaction. */
public final class SqlExecution {

    /** Tag of {@code U64} in the value of {@code st_var}. */
    private static final int VAR_U64_TAG = 8;

    private final MutTx tx;
    private final TableRights rights;

    private SqlExecution(MutTx tx, TableRights rights) {
        this.tx = tx;
        this.rights = rights;
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
    public static Result run(String sql, MutTx tx, Identity caller, boolean isOwner) {
        TableRights rights = new TableRights(tx.catalog(), caller, isOwner);
        BoundStatement statement = SqlCompiler.statement(sql, rights, caller);
        if (statement.isWrite() && !isOwner) {
            throw QueryException.notAuthorized(caller);
        }
        try {
            return new SqlExecution(tx, rights).run(statement);
        } catch (UniqueViolationException e) {
            throw new QueryException("IndexError: " + e.getMessage());
        }
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
        RowSource source = new RowSource(select.table(), select.where());
        Entry table = rights.entry(select.table());
        long limit = select.limit().orElse(Long.MAX_VALUE);
        List<Bytes> out = new ArrayList<>();
        return switch (select.projection()) {
            case Projection.Star _ -> {
                if (limit > 0) {
                    source.visit(
                            tx.snapshot(table),
                            row -> {
                                out.add(Bytes.copyOf(row.page(), row.offset(), row.length()));
                                return out.size() < limit;
                            });
                }
                yield Result.rows(select.table().rowType(), out);
            }
            case Projection.Columns(List<OutputColumn> columns) -> {
                if (limit > 0) {
                    source.visit(
                            tx.snapshot(table),
                            row -> {
                                out.add(project(table, columns, row.page(), row.offset()));
                                return out.size() < limit;
                            });
                }
                yield Result.rows(schema(select.table(), columns), out);
            }
            case Projection.Count(String name) -> {
                long[] count = new long[1];
                source.visit(
                        tx.snapshot(table),
                        _ -> {
                            count[0]++;
                            return true;
                        });
                if (limit > 0) {
                    out.add(new BsatnWriter().i64(count[0]).toBytes());
                }
                yield Result.rows(AlgebraicType.product(Element.of(name, Primitive.U64)), out);
            }
        };
    }

    private static AlgebraicType.Product schema(TableSchema table, List<OutputColumn> columns) {
        return new AlgebraicType.Product(
                columns.stream()
                        .map(c -> Element.of(c.name(), table.columnType(c.column())))
                        .toList());
    }

    private static Bytes project(Entry table, List<OutputColumn> columns, byte[] page, int offset) {
        BsatnWriter out = new BsatnWriter();
        for (OutputColumn column : columns) {
            int start = table.rows().columnStart(page, offset, column.column());
            out.raw(page, start, table.rows().columnEnd(page, start, column.column()) - start);
        }
        return out.toBytes();
    }

    private Result show(BoundShowVariable show) {
        Bytes name = new BsatnWriter().string(show.name()).toBytes();
        return select(
                new BoundSelect(
                        show.table(),
                        new Predicate.Compare(0, Comparison.EQUAL, name),
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
        new RowSource(table, where)
                .visit(tx.snapshot(rights.entry(table)), row -> ids.add(row.rowId()));
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
