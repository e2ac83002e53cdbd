package dev.stele.host.query;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.query.BoundStatement.BoundSelect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A query that returns whole rows of one table, bound for one caller: what can be subscribed to.
 */
public final class SubscriptionQuery {

    private final String sql;
    private final TableRights rights;
    private final Entry table;
    private final QueryHash hash;
    private final RowSource source;
    private final RowPredicate where;
    private final boolean isUnfiltered;

    private SubscriptionQuery(String sql, TableRights rights, BoundSelect select) {
        this.sql = sql;
        this.rights = rights;
        this.table = rights.entry(select.table());
        this.hash = QueryHash.of(sql, select, rights.caller());
        this.source = new RowSource(select.table(), select.where());
        this.where = RowPredicate.compile(select.where(), select.table().rowType());
        this.isUnfiltered = select.where() instanceof Predicate.True;
    }

    /**
     * Compiles {@code sql}; {@code SELECT * FROM *} is one query for each readable table.
     *
     * @throws QueryException with the text for the client, which names the query
     */
    public static List<SubscriptionQuery> compile(String sql, TableRights rights) {
        if (sql.isBlank()) {
            throw SqlCompiler.emptySubscription();
        }
        try {
            if (SqlCompiler.isEveryTable(sql)) {
                return rights.everyTable().stream()
                        .map(t -> one("SELECT * FROM \"" + t.name() + "\"", rights))
                        .toList();
            }
            return List.of(one(sql, rights));
        } catch (QueryException e) {
            throw e.executing(sql);
        }
    }

    /**
     * Compiles a one-off query of a WebSocket.
     *
     * @throws QueryException with the text for the client
     */
    public static SubscriptionQuery compileOneOff(String sql, TableRights rights) {
        return one(sql, rights);
    }

    private static SubscriptionQuery one(String sql, TableRights rights) {
        return new SubscriptionQuery(
                sql, rights, SqlCompiler.subscription(sql, rights, rights.caller()));
    }

    /** The same query on the schema of {@code state}. */
    public SubscriptionQuery rebind(CommittedState state) {
        return one(sql, new TableRights(state.catalog(), rights.caller(), rights.isOwner()));
    }

    /** What equal queries have in common. */
    public QueryHash hash() {
        return hash;
    }

    public String tableName() {
        return table.schema().name();
    }

    public boolean isEvent() {
        return table.schema().def().isEvent();
    }

    /** The table's place in a state's arrays. */
    public int slot() {
        return table.slot();
    }

    /** Rows of its table in {@code state}. */
    public long rowCount(CommittedState state) {
        return state.table(table).rowCount();
    }

    /** The rows that it selects from {@code state}. */
    public List<byte[]> rows(CommittedState state) {
        List<byte[]> out = new ArrayList<>();
        source.visit(
                state.table(table),
                row ->
                        out.add(
                                Arrays.copyOfRange(
                                        row.page(), row.offset(), row.offset() + row.length())));
        return out;
    }

    /** Those of {@code rows} that it selects; the list itself when it selects all. */
    public List<byte[]> select(List<byte[]> rows) {
        if (isUnfiltered) {
            return rows;
        }
        List<byte[]> out = new ArrayList<>();
        for (byte[] row : rows) {
            if (where.test(row, 0, row.length)) {
                out.add(row);
            }
        }
        return out;
    }
}
