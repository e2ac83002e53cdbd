package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.query.BoundStatement.BoundDelete;
import dev.stele.host.query.BoundStatement.BoundInsert;
import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.query.BoundStatement.BoundSetVariable;
import dev.stele.host.query.BoundStatement.BoundShowVariable;
import dev.stele.host.query.BoundStatement.BoundUpdate;
import dev.stele.host.query.BoundStatement.SetColumn;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks up the names of a statement and gives its literals their types. */
final class Binder {

    private static final Set<String> VARIABLES =
            Set.of(
                    "row_limit",
                    "slow_ad_hoc_query_ms",
                    "slow_tx_update_ms",
                    "slow_subscription_query_ms");

    private static final String VARIABLE_TABLE = "st_var";

    private final SchemaLookup tables;
    private final Identity caller;
    private final SqlGrammar grammar;
    private final VisibleRows visible;

    Binder(SchemaLookup tables, Identity caller, SqlGrammar grammar) {
        this.tables = tables;
        this.caller = caller;
        this.grammar = grammar;
        this.visible = new VisibleRows(tables, caller);
    }

    /** A rule on who sees what: like a subscription, but not subject to rules itself. */
    BoundSelect bindRule(SqlStatement statement) {
        if (!(statement instanceof SqlStatement.Select select)) {
            throw new QueryException("Unsupported: Non-SELECT queries");
        }
        if (!(select.projection() instanceof SqlProjection.Star)
                && !(select.projection() instanceof SqlProjection.TableStar)) {
            throw new QueryException(
                    "`filter!` does not support column projections; Must return table rows");
        }
        return select(select, List::of);
    }

    BoundStatement bind(SqlStatement statement) {
        return switch (statement) {
            case SqlStatement.Select select -> select(select, visible::visible);
            case SqlStatement.Insert insert -> insert(insert);
            case SqlStatement.Delete delete -> delete(delete);
            case SqlStatement.Update update -> update(update);
            case SqlStatement.SetVariable set -> setVariable(set);
            case SqlStatement.ShowVariable show -> {
                checkVariable(show.name());
                yield new BoundShowVariable(table(VARIABLE_TABLE), show.name());
            }
        };
    }

    private TableSchema table(String name) {
        return tables.table(name)
                .orElseThrow(() ->
                        new QueryException(
                                "no such table: `"
                                        + name
                                        + "`. If the table exists, it may be marked private."));
    }

    /** What a FROM clause reads: a table, or a view with the arguments that it takes. */
    private TableSchema source(SqlStatement.TableName written, ExpressionTyper typer) {
        Optional<TableSchema> found = tables.table(written.name());
        if (written.args().isPresent() && found.flatMap(TableSchema::view).isEmpty()) {
            throw new QueryException(QueryException.UNSUPPORTED_FROM + written.args().get().text());
        }
        TableSchema table = table(written.name());
        if (table.view().isEmpty()) {
            return table;
        }
        List<AlgebraicType.Element> params = table.view().get().params().elements();
        List<SqlExpression> values =
                written.args().map(SqlStatement.ViewArgs::values).orElse(List.of());
        if (values.size() != params.size()) {
            throw new QueryException(argumentCount(written.name(), params, values.size()));
        }
        BsatnWriter args = new BsatnWriter();
        for (int i = 0; i < values.size(); i++) {
            args.raw(typer.constant(values.get(i), params.get(i).type()));
        }
        return table.withArgs(args.toBytes());
    }

    private static String argumentCount(
            String view, List<AlgebraicType.Element> params, int given) {
        String types =
                params.stream()
                        .map(param -> param.name().orElse("_") + ": " + TypeText.of(param.type()))
                        .collect(Collectors.joining(", "));
        return "view `%s` takes %d arguments (%s), %d were given; write `%s(...)`"
                .formatted(view, params.size(), types, given, view);
    }

    private TableSchema writableTable(String name) {
        TableSchema table = table(name);
        if (tables.isView(table)) {
            throw new QueryException("`" + name + "` is a view; DML on views is not supported");
        }
        return table;
    }

    private BoundSelect select(
            SqlStatement.Select select, Function<SelectPlan, List<SelectPlan>> visibleOf) {
        Scope scope = new Scope();
        ExpressionTyper typer = new ExpressionTyper(scope, caller);
        scope.add(select.first().alias(), source(select.first(), typer));
        List<Predicate> conditions = new ArrayList<>();
        for (SqlStatement.Join join : select.joins()) {
            join(join, scope, typer).ifPresent(conditions::add);
        }
        conditions.add(select.filter().map(typer::condition).orElseGet(Predicate.True::new));
        Projection projection = projection(select.projection(), scope, typer);
        if (grammar == SqlGrammar.SUBSCRIPTION && !(projection instanceof Projection.Rows)) {
            throw new QueryException(
                    "Column projections are not supported in subscriptions;"
                            + " Subscriptions must return a table type");
        }
        OptionalLong limit = select.limit().map(Binder::limit).orElse(OptionalLong.empty());
        return new BoundSelect(
                visibleOf.apply(new SelectPlan(scope.tables(), Predicate.all(conditions))),
                projection,
                limit,
                typer.usedSender() || scope.tables().stream().anyMatch(tables::isPerCaller));
    }

    private Optional<Predicate> join(SqlStatement.Join join, Scope scope, ExpressionTyper typer) {
        if (scope.has(join.table().alias())) {
            throw new QueryException("Duplicate name `" + join.table().alias() + "`");
        }
        if (scope.tables().size() >= QueryLimits.TABLES_MAX) {
            throw new QueryException(
                    "A query of more than " + QueryLimits.TABLES_MAX + " tables is not supported");
        }
        scope.add(join.table().alias(), source(join.table(), typer));
        return join.on().map(on -> typer.equalColumns(on.left(), on.right()));
    }

    private static Projection projection(
            SqlProjection projection, Scope scope, ExpressionTyper typer) {
        return switch (projection) {
            case SqlProjection.Star _ -> {
                if (scope.tables().size() > 1) {
                    throw new QueryException("SELECT * is not supported for joins");
                }
                yield new Projection.Rows(0);
            }
            case SqlProjection.TableStar(String alias) -> {
                if (!scope.has(alias)) {
                    throw QueryException.unresolvedName(alias);
                }
                yield new Projection.Rows(scope.position(alias));
            }
            case SqlProjection.Count(String name) -> new Projection.Count(name);
            case SqlProjection.Columns(List<SqlProjection.Item> items) -> {
                Set<String> names = new HashSet<>();
                List<Projection.OutputColumn> columns = new ArrayList<>();
                for (SqlProjection.Item item : items) {
                    if (!names.add(item.name())) {
                        throw new QueryException("Duplicate name `" + item.name() + "`");
                    }
                    columns.add(
                            new Projection.OutputColumn(
                                    item.name(), typer.column(item.column()).position()));
                }
                yield new Projection.Columns(columns);
            }
        };
    }

    /** The limit as a U64, where anything beyond {@link Long#MAX_VALUE} is as good as that. */
    private static OptionalLong limit(String text) {
        long value = unsigned(text);
        return OptionalLong.of(value < 0 ? Long.MAX_VALUE : value);
    }

    private static long unsigned(String text) {
        Bytes value = literal(text, Primitive.U64);
        long bits = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            bits = bits << Byte.SIZE | (value.at(i) & 0xff);
        }
        return bits;
    }

    private static Bytes literal(String text, AlgebraicType type) {
        return LiteralValue.encode(text, type)
                .orElseThrow(() -> QueryException.invalidLiteral(text, TypeText.of(type)));
    }

    private BoundStatement insert(SqlStatement.Insert insert) {
        TableSchema table = writableTable(insert.table());
        int width = table.def().columns().size();
        if (insert.columns().size() != width) {
            throw new QueryException(
                    "The number of fields ("
                            + insert.columns().size()
                            + ") in the INSERT does not match the number of columns ("
                            + width
                            + ") of the table `"
                            + insert.table()
                            + "`");
        }
        List<Bytes> rows = new ArrayList<>();
        for (List<SqlLiteral> values : insert.rows()) {
            if (values.size() != width) {
                throw new QueryException(
                        "Inserting a row with "
                                + values.size()
                                + " values into `"
                                + insert.table()
                                + "` which has "
                                + width
                                + " fields");
            }
            BsatnWriter row = new BsatnWriter();
            for (int i = 0; i < width; i++) {
                row.raw(stored(values.get(i), table.columnType(i)));
            }
            rows.add(row.toBytes());
        }
        return new BoundInsert(table, rows);
    }

    /** A literal as it is stored, where strings and Bools are not converted. */
    private static Bytes stored(SqlLiteral literal, AlgebraicType type) {
        return switch (literal.kind()) {
            case BOOL -> {
                requireType(Primitive.BOOL, type);
                yield Bytes.wrap(new byte[] {(byte) (literal.isTrue() ? 1 : 0)});
            }
            case STRING -> {
                requireType(Primitive.STRING, type);
                yield literal(literal.text(), type);
            }
            case NUMBER, HEX -> literal(literal.text(), type);
        };
    }

    private static void requireType(Primitive actual, AlgebraicType wanted) {
        if (!actual.equals(wanted)) {
            throw QueryException.unexpectedType(TypeText.of(actual), TypeText.of(wanted));
        }
    }

    private BoundStatement delete(SqlStatement.Delete delete) {
        TableSchema table = writableTable(delete.table());
        return new BoundDelete(table, where(delete.table(), table, delete.filter()));
    }

    private Predicate where(String name, TableSchema table, Optional<SqlExpression> filter) {
        Scope scope = new Scope();
        scope.add(name, table);
        return filter.map(new ExpressionTyper(scope, caller)::condition)
                .orElseGet(Predicate.True::new);
    }

    private BoundStatement update(SqlStatement.Update update) {
        TableSchema table = writableTable(update.table());
        List<SetColumn> columns = new ArrayList<>();
        for (SqlStatement.Assignment assignment : update.assignments()) {
            OptionalInt column = table.columnNamed(assignment.column());
            if (column.isEmpty()) {
                throw new QueryException(
                        "`"
                                + update.table()
                                + "` does not have a field `"
                                + assignment.column()
                                + "`");
            }
            int position = column.getAsInt();
            columns.add(
                    new SetColumn(
                            position, stored(assignment.value(), table.columnType(position))));
        }
        return new BoundUpdate(table, columns, where(update.table(), table, update.filter()));
    }

    private static void checkVariable(String name) {
        if (!VARIABLES.contains(name)) {
            throw new QueryException(name + " is not a valid system variable");
        }
    }

    private BoundStatement setVariable(SqlStatement.SetVariable set) {
        checkVariable(set.name());
        AlgebraicType type =
                switch (set.value().kind()) {
                    case BOOL -> Primitive.BOOL;
                    case STRING -> Primitive.STRING;
                    case HEX -> AlgebraicType.BYTES;
                    case NUMBER -> Primitive.U64;
                };
        if (!type.equals(Primitive.U64)) {
            throw QueryException.unexpectedType(TypeText.of(Primitive.U64), TypeText.of(type));
        }
        return new BoundSetVariable(
                table(VARIABLE_TABLE), set.name(), unsigned(set.value().text()));
    }
}
