package dev.stele.host.query;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.sats.Identity;
import dev.stele.host.table.RowCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A query that returns whole rows of one table, bound for one caller: what can be subscribed to.
 */
public final class SubscriptionQuery {

    /** What makes two queries the same: text, and the caller where it matters. */
    public record Key(String sql, int tableId, Optional<Identity> caller) {}

    private final String sql;
    private final SchemaLookup lookup;
    private final Entry table;
    private final RowPredicate where;
    private final boolean isUnfiltered;
    private final IndexChoice index;

    private SubscriptionQuery(String sql, SchemaLookup lookup, Bound.Select select) {
        this.sql = sql;
        this.lookup = lookup;
        this.table = select.table();
        this.where = RowPredicate.of(select.where(), table.rows());
        this.isUnfiltered = select.where().equals(Predicate.TRUE);
        this.index = IndexChoice.of(table, select.where());
    }

    /**
     * Compiles {@code sql}; {@code SELECT * FROM *} is one query for each readable table.
     *
     * @throws dev.stele.host.error.HostException INVALID_SQL with the reference's text
     */
    public static List<SubscriptionQuery> compile(String sql, SchemaLookup lookup) {
        if (sql.isBlank()) {
            throw SqlText.error("Empty SQL query");
        }
        if (sql.strip().toUpperCase(Locale.ROOT).equals("SELECT * FROM *")) {
            return lookup.userTables().stream()
                    .map(t -> one("SELECT * FROM \"" + t.schema().name() + "\"", lookup))
                    .toList();
        }
        return List.of(one(sql, lookup));
    }

    /** {@link #compile} for a one-off query, which has no {@code SELECT * FROM *}. */
    public static SubscriptionQuery compileOneOff(String sql, SchemaLookup lookup) {
        return one(sql, lookup);
    }

    private static SubscriptionQuery one(String sql, SchemaLookup lookup) {
        if (!(SqlParser.parse(sql) instanceof Statement.Select select)) {
            throw SqlText.error("Unsupported: Non-SELECT queries");
        }
        if (select.limit().isPresent()) {
            throw SqlText.unsupported(sql.strip());
        }
        if (!(select.projection() instanceof Statement.Projection.Star)) {
            throw SqlText.error(
                    "Column projections are not supported in subscriptions; Subscriptions must"
                            + " return a table type");
        }
        return new SubscriptionQuery(sql, lookup, new Binder(lookup).select(select));
    }

    /** The same query on the schema of {@code state}. */
    public SubscriptionQuery rebind(CommittedState state) {
        return one(sql, new SchemaLookup(state.catalog(), lookup.caller(), lookup.isOwner()));
    }

    public Key key() {
        // A query that names the caller is another one for another caller.
        boolean namesCaller = sql.contains(":sender");
        return new Key(
                sql.strip(),
                table.schema().id().value(),
                namesCaller ? Optional.of(lookup.caller()) : Optional.empty());
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
        RowCursor rows = index.rows(state.table(table));
        while (rows.next()) {
            if (where.test(rows.page(), rows.offset())) {
                out.add(
                        Arrays.copyOfRange(
                                rows.page(), rows.offset(), rows.offset() + rows.length()));
            }
        }
        return out;
    }

    /** Those of {@code rows} that it selects; the list itself when it selects all. */
    public List<byte[]> select(List<byte[]> rows) {
        if (isUnfiltered) {
            return rows;
        }
        List<byte[]> out = new ArrayList<>();
        for (byte[] row : rows) {
            if (where.test(row, 0)) {
                out.add(row);
            }
        }
        return out;
    }
}
