package dev.stele.host.query;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A query that returns whole rows of one table, bound for one caller: what can be subscribed to.
 */
public final class SubscriptionQuery {

    private final String sql;
    private final TableRights rights;
    private final int returned;
    private final Entry table;
    private final QueryHash hash;
    private final List<PlanRunner> plans;
    private final Set<RowOrigin> origins = new LinkedHashSet<>();

    /** The whole condition of each plan. */
    private final List<RowPredicate> wheres = new ArrayList<>();

    /** Rows now selected and rows no longer selected. */
    public record Change(List<byte[]> inserts, List<byte[]> deletes) {
        public boolean isEmpty() {
            return inserts.isEmpty() && deletes.isEmpty();
        }
    }

    private SubscriptionQuery(String sql, TableRights rights, BoundSelect select) {
        this.sql = sql;
        this.rights = rights;
        this.returned = ((Projection.Rows) select.projection()).table();
        this.table = rights.entry(select.plans().getFirst().tables().get(returned));
        this.hash = QueryHash.of(sql, select, rights.caller());
        this.plans = select.plans().stream().map(plan -> new PlanRunner(plan, rights)).toList();
        for (SelectPlan plan : select.plans()) {
            plan.tables().forEach(read -> origins.add(rights.origin(read)));
            wheres.add(RowPredicate.compile(plan.where(), plan.rowType()));
        }
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
            return List.of(
                    new SubscriptionQuery(
                            sql,
                            rights,
                            SqlCompiler.liveSubscription(sql, rights, rights.caller())));
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

    /**
     * The same query on the schema of {@code state}.
     *
     * @throws QueryException when it cannot be asked any more
     */
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

    /** Whether it selects the same rows in the same way as {@code other}. */
    public boolean isSameAs(SubscriptionQuery other) {
        return origins.equals(other.origins)
                && plans.size() == other.plans.size()
                && plans.stream()
                        .map(PlanRunner::plan)
                        .toList()
                        .equals(other.plans.stream().map(PlanRunner::plan).toList());
    }

    /** Whether the rows that it returns have the same columns as those of {@code other}. */
    public boolean hasSameColumns(SubscriptionQuery other) {
        return table.visible().rowType().equals(other.table.visible().rowType());
    }

    /** The place of the table whose rows it returns. */
    public int slot() {
        return table.slot();
    }

    /** What it reads: a change of anything else does not concern it. */
    public Set<RowOrigin> origins() {
        return origins;
    }

    /** The views that it reads, with the arguments that it gives them. */
    public List<TableSchema> views() {
        return plans.stream()
                .flatMap(plan -> plan.plan().tables().stream())
                .filter(table -> table.view().isPresent())
                .distinct()
                .toList();
    }

    /** Whether one of the tables that it reads has no rows in {@code state}. */
    public boolean readsEmptyTable(CommittedState state) {
        return plans.stream()
                .flatMap(plan -> plan.plan().tables().stream())
                .anyMatch(read -> state.table(rights.entry(read)).rowCount() == 0);
    }

    /**
     * The rows that it selects from {@code state}: a list for each of the plans that rules on who
     * sees what make of it, so a row may be there more than once.
     */
    public List<List<byte[]>> rows(CommittedState state) {
        List<List<byte[]>> out = new ArrayList<>();
        for (PlanRunner plan : plans) {
            List<byte[]> rows = new ArrayList<>();
            plan.run(
                    position -> state.table(plan.source(position).entry()),
                    null,
                    row -> rows.add(row.copy(returned)));
            out.add(rows);
        }
        return out;
    }

    /** Whether a row of one table is all that it takes to know whether it is selected. */
    public boolean readsOneTable() {
        return plans.stream().allMatch(plan -> plan.tableCount() == 1);
    }

    /**
     * What {@code changes}, which led from {@code before} to {@code after}, change of its rows: one
     * part for each plan that is concerned.
     */
    public List<Change> change(Changes changes, CommittedState before, CommittedState after) {
        List<Change> out = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            PlanRunner plan = plans.get(i);
            Change change =
                    plan.tableCount() == 1
                            ? selected(wheres.get(i), changes.of(plan.source(0).origin()))
                            : joined(plan, changes, before, after);
            if (!change.isEmpty()) {
                out.add(change);
            }
        }
        return out;
    }

    private Change joined(
            PlanRunner plan, Changes changes, CommittedState before, CommittedState after) {
        List<byte[]> inserts = new ArrayList<>();
        List<byte[]> deletes = new ArrayList<>();
        for (int i = 0; i < plan.tableCount(); i++) {
            Changes.Rows rows = changes.of(plan.source(i).origin());
            int changed = i;
            // Tables before the changed one are taken as they are now, those behind it as they
            // were: the sum over all positions is then exactly the difference.
            PlanRunner.Tables tables =
                    position ->
                            (position < changed ? after : before)
                                    .table(plan.source(position).entry());
            plan.runFrom(i, rows.inserts(), tables, row -> inserts.add(row.copy(returned)));
            plan.runFrom(i, rows.deletes(), tables, row -> deletes.add(row.copy(returned)));
        }
        return withoutCommon(inserts, deletes);
    }

    private static Change selected(RowPredicate where, Changes.Rows rows) {
        return new Change(selected(where, rows.inserts()), selected(where, rows.deletes()));
    }

    private static List<byte[]> selected(RowPredicate where, List<byte[]> rows) {
        List<byte[]> out = new ArrayList<>(rows.size());
        for (byte[] row : rows) {
            if (where.test(row, 0, row.length)) {
                out.add(row);
            }
        }
        return out;
    }

    /** What leads from the rows {@code before} to the rows {@code after}. */
    public static List<Change> difference(List<List<byte[]>> before, List<List<byte[]>> after) {
        Change change =
                withoutCommon(
                        after.stream().flatMap(List::stream).toList(),
                        before.stream().flatMap(List::stream).toList());
        return change.isEmpty() ? List.of() : List.of(change);
    }

    /** Takes away what is in both lists, as often as it is. */
    private static Change withoutCommon(List<byte[]> inserts, List<byte[]> deletes) {
        if (inserts.isEmpty() || deletes.isEmpty()) {
            return new Change(inserts, deletes);
        }
        Map<Bytes, Integer> counts = new LinkedHashMap<>();
        inserts.forEach(row -> counts.merge(Bytes.wrap(row), 1, Integer::sum));
        List<byte[]> gone = new ArrayList<>();
        for (byte[] row : deletes) {
            Integer count = counts.get(Bytes.wrap(row));
            if (count == null || count == 0) {
                gone.add(row);
            } else {
                counts.put(Bytes.wrap(row), count - 1);
            }
        }
        List<byte[]> come = new ArrayList<>();
        counts.forEach((row, count) -> {
            for (int i = 0; i < count; i++) {
                come.add(row.unsafeArray());
            }
        });
        return new Change(come, gone);
    }
}
