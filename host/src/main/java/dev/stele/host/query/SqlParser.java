package dev.stele.host.query;

import dev.stele.host.query.SqlExpression.Form;
import dev.stele.host.query.SqlExpression.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads one statement and refuses every form that is not supported. Used once. */
final class SqlParser {

    /** First words of statements that exist in SQL and are not supported here. */
    private static final Set<String> OTHER_STATEMENTS =
            Set.of(
                    "EXPLAIN",
                    "DESCRIBE",
                    "ANALYZE",
                    "TRUNCATE",
                    "ATTACH",
                    "CREATE",
                    "DROP",
                    "DISCARD",
                    "DECLARE",
                    "FETCH",
                    "ALTER",
                    "CALL",
                    "COPY",
                    "CLOSE",
                    "USE",
                    "GRANT",
                    "REVOKE",
                    "START",
                    "BEGIN",
                    "SAVEPOINT",
                    "RELEASE",
                    "COMMIT",
                    "ROLLBACK",
                    "ASSERT",
                    "DEALLOCATE",
                    "EXECUTE",
                    "PREPARE",
                    "MERGE",
                    "KILL",
                    "PRAGMA",
                    "COMMENT",
                    "REPLACE",
                    "CACHE",
                    "UNCACHE",
                    "MSCK");

    private static final Set<String> NO_VARIABLES =
            Set.of(
                    "TABLES",
                    "COLUMNS",
                    "FUNCTIONS",
                    "COLLATION",
                    "CREATE",
                    "VARIABLES",
                    "EXTENDED",
                    "FULL");

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final SqlGrammar grammar;

    private SqlParser(String sql, SqlGrammar grammar) {
        this.cursor = new TokenCursor(sql);
        this.expressions = new ExpressionParser(cursor);
        this.grammar = grammar;
    }

    /**
     * The one statement in {@code sql}.
     *
     * @throws QueryException for a syntax error, for none or several statements, or when the form
     *     is not supported by {@code grammar}
     */
    static SqlStatement parse(String sql, SqlGrammar grammar) {
        return new SqlParser(sql, grammar).parseText();
    }

    /** Whether {@code sql} is {@code SELECT * FROM *}, which subscribes to every readable table. */
    static boolean isEveryTable(String sql) {
        String[] words = sql.strip().split("\\s+", 5);
        return words.length == 4
                && words[0].equalsIgnoreCase("SELECT")
                && words[1].equals("*")
                && words[2].equalsIgnoreCase("FROM")
                && words[3].equals("*");
    }

    private SqlStatement parseText() {
        List<Supplier<SqlStatement>> statements = new ArrayList<>();
        while (true) {
            while (cursor.isSymbol(";")) {
                cursor.next();
            }
            if (cursor.atEnd()) {
                break;
            }
            statements.add(statement());
            if (!cursor.atStatementEnd()) {
                throw cursor.expected("end of statement");
            }
        }
        return switch (statements.size()) {
            case 0 -> throw new QueryException("Empty SQL query");
            case 1 -> statements.getFirst().get();
            default -> throw new QueryException("Multiple SQL statements are not supported");
        };
    }

    private Supplier<SqlStatement> statement() {
        String first = cursor.peek().text().toUpperCase(Locale.ROOT);
        if (cursor.isSymbol("(") || cursor.isKeyword("SELECT", "WITH", "VALUES")) {
            return new SelectParser(cursor, grammar).parse();
        }
        if (cursor.peek().kind() != Token.Kind.WORD) {
            throw cursor.expected("an SQL statement");
        }
        int from = cursor.position();
        Supplier<SqlStatement> statement =
                switch (first) {
                    case "INSERT" -> insert();
                    case "DELETE" -> delete();
                    case "UPDATE" -> update();
                    case "SET" -> setVariable();
                    case "SHOW" -> showVariable();
                    default -> {
                        if (!OTHER_STATEMENTS.contains(first)) {
                            throw cursor.expected("an SQL statement");
                        }
                        yield other(from);
                    }
                };
        return grammar == SqlGrammar.SUBSCRIPTION
                ? SelectParser.throwing("Unsupported: Non-SELECT queries")
                : statement;
    }

    private Supplier<SqlStatement> other(int from) {
        cursor.skipUntil();
        String text = cursor.text(from, cursor.position());
        return SelectParser.throwing(
                "Unsupported: " + (text.equals("BEGIN") ? "BEGIN TRANSACTION" : text));
    }

    private Supplier<SqlStatement> insert() {
        int from = cursor.position();
        cursor.next();
        boolean refused = cursor.acceptKeyword("OR");
        if (refused) {
            cursor.skipUntil("INTO");
        }
        cursor.expectKeyword("INTO");
        refused |= cursor.acceptKeyword("TABLE");
        String table = cursor.expectDottedName();
        List<String> columns = new ArrayList<>();
        if (cursor.acceptSymbol("(")) {
            do {
                columns.add(cursor.expectName());
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
        }
        int source = cursor.position();
        List<List<ValueSyntax>> rows = List.of();
        boolean isQuery = true;
        if (cursor.acceptKeyword("VALUES")) {
            isQuery = false;
            rows = rows();
        } else if (!cursor.isKeyword("SELECT", "WITH") && !cursor.isSymbol("(")) {
            throw cursor.expected("SELECT, VALUES, or a subquery in the query body");
        }
        if (isQuery || !(cursor.atStatementEnd() || cursor.isKeyword("ON", "RETURNING"))) {
            isQuery = true;
            cursor.skipUntil("ON", "RETURNING");
        }
        if (isQuery && cursor.isKeyword("ON") && !cursor.peek(1).isKeyword("CONFLICT")) {
            cursor.skipUntil("CONFLICT", "RETURNING");
        }
        String sourceText = cursor.text(source, cursor.position());
        if (refused || !cursor.atStatementEnd()) {
            return other(from);
        }
        if (isQuery) {
            return SelectParser.throwing("Unsupported INSERT expression: " + sourceText);
        }
        List<List<ValueSyntax>> values = rows;
        return () -> new SqlStatement.Insert(table, columns, literals(values));
    }

    /** A value written in INSERT, UPDATE or SET. */
    private record ValueSyntax(SqlExpression expression, String text) {

        /** The constant that is written; anything else is refused with {@code refusal} first. */
        SqlLiteral literal(String refusal) {
            return switch (expression) {
                case SqlExpression.Constant(SqlLiteral literal) -> literal;
                case SqlExpression.Sender _ ->
                        throw new QueryException("Unsupported literal expression: " + text);
                case Refused refused when refused.form() == Form.LITERAL ->
                        throw new QueryException(refused.message());
                default -> throw new QueryException(refusal + text);
            };
        }
    }

    private List<List<ValueSyntax>> rows() {
        List<List<ValueSyntax>> rows = new ArrayList<>();
        do {
            List<ValueSyntax> row = new ArrayList<>();
            cursor.expectSymbol("(");
            do {
                row.add(value());
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
            rows.add(row);
        } while (cursor.acceptSymbol(","));
        return rows;
    }

    private ValueSyntax value() {
        int from = cursor.position();
        SqlExpression expression = expressions.parse().expression();
        return new ValueSyntax(expression, cursor.text(from, cursor.position()));
    }

    private static List<List<SqlLiteral>> literals(List<List<ValueSyntax>> rows) {
        return rows.stream()
                .map(row ->
                        row.stream()
                                .map(value -> value.literal("Unsupported INSERT value: "))
                                .toList())
                .toList();
    }

    private Supplier<SqlStatement> delete() {
        int from = cursor.position();
        cursor.next();
        boolean refused = false;
        if (!cursor.isKeyword("FROM")) {
            refused = true;
            do {
                cursor.expectDottedName();
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectKeyword("FROM");
        SelectParser tables = new SelectParser(cursor, grammar);
        int count = 0;
        boolean single = true;
        String table = "";
        int tableFrom = cursor.position();
        do {
            SelectParser.Factor factor = tables.factor();
            boolean joined = tables.joins();
            single &= factor.isPlainTable() && !joined;
            table = factor.table().map(SqlStatement.TableName::name).orElse("");
            count++;
        } while (cursor.acceptSymbol(","));
        String tableText = cursor.text(tableFrom, cursor.position());
        if (cursor.isKeyword("USING")) {
            refused = true;
            cursor.skipUntil("WHERE", "RETURNING");
        }
        Optional<SqlExpression> filter = filter();
        if (refused || cursor.isKeyword("RETURNING")) {
            return other(from);
        }
        if (count > 1) {
            return SelectParser.throwing("Multi-table DELETE is not supported");
        }
        if (!single) {
            return SelectParser.throwing("Unsupported table expression in DELETE: " + tableText);
        }
        String name = table;
        return () -> new SqlStatement.Delete(name, checked(filter));
    }

    private Supplier<SqlStatement> update() {
        int from = cursor.position();
        cursor.next();
        SelectParser tables = new SelectParser(cursor, grammar);
        SelectParser.Factor factor = tables.factor();
        boolean refused = tables.joins() || !factor.isPlainTable();
        cursor.expectKeyword("SET");
        List<String> columns = new ArrayList<>();
        List<ValueSyntax> values = new ArrayList<>();
        do {
            columns.add(cursor.expectDottedName());
            cursor.expectSymbol("=");
            values.add(value());
        } while (cursor.acceptSymbol(","));
        if (cursor.isKeyword("FROM")) {
            refused = true;
            cursor.skipUntil("WHERE", "RETURNING");
        }
        Optional<SqlExpression> filter = filter();
        if (refused || cursor.isKeyword("RETURNING")) {
            return other(from);
        }
        String table = factor.table().orElseThrow().name();
        return () -> {
            List<SqlStatement.Assignment> assignments = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                assignments.add(
                        new SqlStatement.Assignment(columns.get(i), assigned(values.get(i))));
            }
            return new SqlStatement.Update(table, assignments, checked(filter));
        };
    }

    private Optional<SqlExpression> filter() {
        return cursor.acceptKeyword("WHERE")
                ? Optional.of(expressions.parse().expression())
                : Optional.empty();
    }

    private static Optional<SqlExpression> checked(Optional<SqlExpression> filter) {
        if (filter.isPresent() && filter.get() instanceof Refused refused) {
            throw new QueryException(refused.message());
        }
        return filter;
    }

    private static SqlLiteral assigned(ValueSyntax value) {
        return value.literal("Unsupported column/variable assignment expression: ");
    }

    private Supplier<SqlStatement> setVariable() {
        int from = cursor.position();
        cursor.next();
        if (cursor.isKeyword("LOCAL", "SESSION", "ROLE", "TIME", "NAMES", "TRANSACTION")
                && cursor.peek(1).isName()) {
            return other(from);
        }
        String name = cursor.expectDottedName();
        if (!cursor.acceptSymbol("=") && !cursor.acceptKeyword("TO")) {
            throw cursor.expected("equals sign or TO");
        }
        ValueSyntax value = value();
        if (cursor.isSymbol(",")) {
            return other(from);
        }
        return () -> new SqlStatement.SetVariable(name, assigned(value));
    }

    private Supplier<SqlStatement> showVariable() {
        int from = cursor.position();
        cursor.next();
        if (NO_VARIABLES.contains(cursor.peek().text().toUpperCase(Locale.ROOT))) {
            return other(from);
        }
        String name = cursor.expectDottedName();
        return () -> new SqlStatement.ShowVariable(name);
    }
}
