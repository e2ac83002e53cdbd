package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.SystemTables;
import dev.stele.host.error.HostException;
import dev.stele.host.query.Statement.Projection;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Resolves names, types and rights of a parsed statement. Errors are INVALID_SQL. */
final class Binder {

    private static final String ROW_LIMIT = "row_limit";

    /** Tag of {@code U64} in the value of {@code st_var}. */
    private static final int VAR_U64_TAG = 8;

    private final SchemaLookup schemas;

    Binder(SchemaLookup schemas) {
        this.schemas = schemas;
    }

    private Entry table(String name) {
        return schemas.table(name)
                .orElseThrow(() ->
                        SqlText.error(
                                "no such table: `"
                                        + name
                                        + "`. If the table exists, it may be marked private."));
    }

    Bound.Select select(Statement.Select statement) {
        Entry table = table(statement.from().table());
        if (statement.hasJoin()) {
            throw SqlText.error("joins are not available yet, expected a query of one table");
        }
        Scope scope = new Scope(table, statement.from().alias());
        Bound.Output output =
                switch (statement.projection()) {
                    case Projection.Star(Optional<String> alias) -> {
                        alias.ifPresent(scope::checkQualifier);
                        yield new Bound.Output.Star();
                    }
                    case Projection.Count(String alias) -> new Bound.Output.Count(alias);
                    case Projection.Columns(List<Statement.Item> items) -> {
                        List<Integer> columns = new ArrayList<>();
                        for (Statement.Item item : items) {
                            columns.add(scope.column(item.column()));
                        }
                        yield new Bound.Output.Columns(
                                columns, items.stream().map(Statement.Item::name).toList());
                    }
                };
        return new Bound.Select(table, where(scope, statement.where()), output, statement.limit());
    }

    private Predicate where(Scope scope, Optional<Expr> where) {
        return where.map(scope::predicate).orElse(Predicate.TRUE);
    }

    Bound.Insert insert(Statement.Insert statement) {
        Entry table = table(statement.table());
        int fields = table.rows().columnCount();
        if (statement.columns().size() != fields) {
            throw SqlText.error(
                    "The number of fields ("
                            + statement.columns().size()
                            + ") in the INSERT does not match the number of columns ("
                            + fields
                            + ") of the table `"
                            + statement.table()
                            + "`");
        }
        List<Bytes> rows = new ArrayList<>();
        for (List<Expr> values : statement.rows()) {
            if (values.size() != fields) {
                throw SqlText.error(
                        "Inserting a row with "
                                + values.size()
                                + " values into `"
                                + statement.table()
                                + "` which has "
                                + fields
                                + " fields");
            }
            BsatnWriter row = new BsatnWriter();
            for (int i = 0; i < fields; i++) {
                row.raw(value(values.get(i), table.rows().type(i)));
            }
            rows.add(row.toBytes());
        }
        return new Bound.Insert(table, rows);
    }

    /** A value to be written: string literals are for String columns only. */
    private Bytes value(Expr expr, AlgebraicType type) {
        if (expr instanceof Expr.Sender) {
            return sender(type);
        }
        Expr.Literal literal = (Expr.Literal) expr;
        if (literal.kind() == Expr.Literal.Kind.STRING && type != Primitive.STRING) {
            throw unexpected(Primitive.STRING, type);
        }
        if (literal.kind() == Expr.Literal.Kind.BOOL && type != Primitive.BOOL) {
            throw unexpected(Primitive.BOOL, type);
        }
        return Literals.typed(literal, type);
    }

    private Bytes sender(AlgebraicType type) {
        if (type.equals(SpecialType.IDENTITY.type())) {
            return schemas.caller().littleEndian();
        }
        if (type.equals(AlgebraicType.BYTES)) {
            return new BsatnWriter().bytes(schemas.caller().littleEndian().reversed()).toBytes();
        }
        throw unexpected(SpecialType.IDENTITY.type(), type);
    }

    private static HostException unexpected(AlgebraicType expected, AlgebraicType inferred) {
        return SqlText.error(
                "Unexpected type: (expected) "
                        + TypeText.of(expected)
                        + " != "
                        + TypeText.of(inferred)
                        + " (inferred)");
    }

    Bound.Delete delete(Statement.Delete statement) {
        Entry table = table(statement.table());
        return new Bound.Delete(
                table, where(new Scope(table, statement.table()), statement.where()));
    }

    Bound.Update update(Statement.Update statement) {
        Entry table = table(statement.table());
        List<Bound.SetColumn> columns = new ArrayList<>();
        for (Statement.Assignment assignment : statement.assignments()) {
            int column =
                    table.schema()
                            .columnNamed(assignment.column())
                            .orElseThrow(() ->
                                    SqlText.error(
                                            "`"
                                                    + statement.table()
                                                    + "` does not have a field `"
                                                    + assignment.column()
                                                    + "`"));
            columns.add(
                    new Bound.SetColumn(
                            column, value(assignment.value(), table.rows().type(column))));
        }
        return new Bound.Update(
                table, columns, where(new Scope(table, statement.table()), statement.where()));
    }

    Bound.Insert setVariable(Statement.SetVariable statement) {
        checkVariable(statement.name());
        Bytes value = value(statement.value(), Primitive.U64);
        Bytes row = new BsatnWriter().string(ROW_LIMIT).u8(VAR_U64_TAG).raw(value).toBytes();
        return new Bound.Insert(variables(), List.of(row));
    }

    Bound.Select showVariable(Statement.ShowVariable statement) {
        checkVariable(statement.name());
        return new Bound.Select(
                variables(),
                new Predicate.Compare(
                        0, CompareOp.EQ, new BsatnWriter().string(ROW_LIMIT).toBytes()),
                new Bound.Output.Columns(List.of(1), List.of("value")),
                OptionalLong.empty());
    }

    private static void checkVariable(String name) {
        if (!name.equals(ROW_LIMIT)) {
            throw SqlText.error(name + " is not a valid system variable");
        }
    }

    private Entry variables() {
        return schemas.catalog().table(SystemTables.VAR).orElseThrow();
    }

    /** The columns that a condition may name. */
    private final class Scope {
        private final Entry table;
        private final String alias;

        Scope(Entry table, String alias) {
            this.table = table;
            this.alias = alias;
        }

        void checkQualifier(String qualifier) {
            if (!qualifier.equals(alias)) {
                throw SqlText.error("`" + qualifier + "` is not in scope");
            }
        }

        int column(Expr.Column column) {
            column.table().ifPresent(this::checkQualifier);
            OptionalInt position = table.schema().columnNamed(column.name());
            return position.orElseThrow(
                    () -> SqlText.error("`" + column.name() + "` is not in scope"));
        }

        Predicate predicate(Expr expr) {
            return switch (expr) {
                case Expr.And(Expr left, Expr right, String _) ->
                        new Predicate.And(predicate(left), predicate(right));
                case Expr.Or(Expr left, Expr right, String _) ->
                        new Predicate.Or(predicate(left), predicate(right));
                case Expr.Comparison comparison -> comparison(comparison);
                case Expr.Literal literal -> {
                    if (literal.kind() != Expr.Literal.Kind.BOOL) {
                        throw SqlText.error("Cannot resolve type for literal expression");
                    }
                    yield new Predicate.Always(literal.value().equals("true"));
                }
                case Expr.Column column -> {
                    int position = column(column);
                    if (table.rows().type(position) != Primitive.BOOL) {
                        throw unexpected(Primitive.BOOL, table.rows().type(position));
                    }
                    yield new Predicate.Compare(
                            position, CompareOp.EQ, new BsatnWriter().bool(true).toBytes());
                }
                case Expr.Sender _ -> throw unexpected(Primitive.BOOL, SpecialType.IDENTITY.type());
            };
        }

        private Predicate comparison(Expr.Comparison comparison) {
            CompareOp op = comparison.op();
            return switch (comparison.left()) {
                case Expr.Column left -> withColumn(column(left), op, comparison.right());
                case Expr.Literal literal ->
                        comparison.right() instanceof Expr.Column right
                                ? withColumn(column(right), op.flipped(), literal)
                                : fail();
                case Expr.Sender sender ->
                        comparison.right() instanceof Expr.Column right
                                ? withColumn(column(right), op.flipped(), sender)
                                : fail();
                case Expr.And _, Expr.Or _, Expr.Comparison _ ->
                        throw SqlText.error("Unsupported expression: " + comparison.text());
            };
        }

        private Predicate fail() {
            throw SqlText.error("Cannot resolve type for literal expression");
        }

        private Predicate withColumn(int column, CompareOp op, Expr other) {
            AlgebraicType type = table.rows().type(column);
            return switch (other) {
                case Expr.Literal literal -> {
                    Bytes value = Literals.typed(literal, type);
                    checkComparable(type, op);
                    yield new Predicate.Compare(column, op, value);
                }
                case Expr.Sender _ -> new Predicate.Compare(column, op, sender(type));
                case Expr.Column right -> {
                    int second = column(right);
                    AlgebraicType secondType = table.rows().type(second);
                    if (!secondType.equals(type)) {
                        throw unexpected(secondType, type);
                    }
                    checkComparable(type, op);
                    yield new Predicate.CompareColumns(column, op, second);
                }
                case Expr.And _, Expr.Or _, Expr.Comparison _ ->
                        throw SqlText.error("Unsupported expression: " + other.text());
            };
        }

        private void checkComparable(AlgebraicType type, CompareOp op) {
            if (!ValueOrder.isComparable(type)) {
                throw SqlText.error(
                        "Invalid binary operator `"
                                + op.symbol()
                                + "` for type `"
                                + TypeText.of(type)
                                + "`");
            }
        }
    }
}
