package dev.stele.host.query;

import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;

/** From SQL text to a plan. Every method fails with {@link QueryException} alone. */
public final class SqlCompiler {

    private SqlCompiler() {}

    /** Compiles a statement of SQL over HTTP; {@code caller} is what {@code :sender} stands for. */
    public static BoundStatement statement(String sql, SchemaLookup tables, Identity caller) {
        return new Binder(tables, caller, SqlGrammar.STATEMENT)
                .bind(SqlParser.parse(sql, SqlGrammar.STATEMENT));
    }

    /**
     * Compiles a subscription or a one-off query of a WebSocket. For subscriptions the refusal is
     * reported with {@link QueryException#executing}, and text without words is refused before with
     * {@link #emptySubscription}.
     */
    public static BoundSelect subscription(String sql, SchemaLookup tables, Identity caller) {
        BoundStatement bound =
                new Binder(tables, caller, SqlGrammar.SUBSCRIPTION)
                        .bind(SqlParser.parse(sql, SqlGrammar.SUBSCRIPTION));
        if (bound instanceof BoundSelect select) {
            return select;
        }
        throw new QueryException("Unsupported: Non-SELECT queries");
    }

    /** {@link #subscription} of a query whose changes are to be followed. */
    static BoundSelect liveSubscription(String sql, SchemaLookup tables, Identity caller) {
        BoundSelect select = subscription(sql, tables, caller);
        select.plans().forEach(SelectPlan::requireIncremental);
        return select;
    }

    /**
     * Compiles a rule on who sees what: one plan, whose projection says the table that it is about.
     */
    static BoundSelect rule(String sql, SchemaLookup tables, Identity caller) {
        return new Binder(tables, caller, SqlGrammar.SUBSCRIPTION)
                .bindRule(SqlParser.parse(sql, SqlGrammar.SUBSCRIPTION));
    }

    /**
     * The table that the rule {@code sql} is about.
     *
     * @throws QueryException when it is no rule, or on tables that {@code tables} has not
     */
    public static TableId ruledTable(String sql, TableRights tables) {
        BoundSelect rule = rule(sql, tables, tables.caller());
        int about = ((Projection.Rows) rule.projection()).table();
        TableSchema table = rule.plans().getFirst().tables().get(about);
        if (table.view().isPresent()) {
            throw new QueryException("`" + table.name() + "` is a view, which has no rules");
        }
        return table.id();
    }

    /** Whether {@code sql} is {@code SELECT * FROM *}: one query per readable table. */
    public static boolean isEveryTable(String sql) {
        return SqlParser.isEveryTable(sql);
    }

    /** The refusal of a subscription to nothing, complete. */
    public static QueryException emptySubscription() {
        return new QueryException("SubscriptionError: Empty string").executing("");
    }
}
