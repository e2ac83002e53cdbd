package dev.stele.host.query;

import dev.stele.host.error.HostException;
import dev.stele.host.query.Statement.Item;
import dev.stele.host.query.Statement.Projection;
import dev.stele.host.query.Statement.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Parses one statement; what the grammar of spec 06 does not have is refused by name. */
final class SqlParser {

    /** Words that end a table reference or an expression, so they are no aliases. */
    private static final Set<String> RESERVED =
            Set.of(
                    "WHERE",
                    "LIMIT",
                    "ORDER",
                    "GROUP",
                    "HAVING",
                    "UNION",
                    "EXCEPT",
                    "INTERSECT",
                    "JOIN",
                    "INNER",
                    "CROSS",
                    "LEFT",
                    "RIGHT",
                    "FULL",
                    "NATURAL",
                    "ON",
                    "USING",
                    "OFFSET",
                    "FETCH",
                    "FROM",
                    "SELECT",
                    "SET",
                    "RETURNING",
                    "AS",
                    "AND",
                    "OR",
                    "NOT",
                    "FOR",
                    "WINDOW");

    private static final Set<String> STATEMENTS =
            Set.of(
                    "EXPLAIN",
                    "BEGIN",
                    "COMMIT",
                    "ROLLBACK",
                    "CREATE",
                    "DROP",
                    "ALTER",
                    "TRUNCATE",
                    "WITH",
                    "GRANT",
                    "REVOKE",
                    "START",
                    "USE",
                    "COPY",
                    "ANALYZE",
                    "PREPARE",
                    "EXECUTE",
                    "VALUES",
                    "TABLE",
                    "MERGE",
                    "CALL",
                    "DECLARE",
                    "CLOSE");

    private final String sql;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private SqlParser(String sql) {
        this.sql = sql;
        this.tokens = Lexer.tokens(sql);
    }

    /**
     * The statement in {@code sql}.
     *
     * @throws HostException INVALID_SQL with the reference's text
     */
    static Statement parse(String sql) {
        SqlText.checkLength(sql);
        return new SqlParser(sql).statement();
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    private boolean takeWord(String word) {
        if (peek().isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean takeSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private HostException expected(String what) {
        Token found = peek();
        return SqlText.error(
                "sql parser error: Expected "
                        + what
                        + ", found: "
                        + (found.kind() == Token.Kind.END
                                ? "EOF"
                                : sql.substring(found.start(), found.end()) + place(found)));
    }

    private String place(Token token) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < token.start(); i++) {
            if (sql.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return " at Line: " + line + ", Column " + column;
    }

    private HostException unsupported() {
        return SqlText.unsupported(whole());
    }

    private String whole() {
        String text = sql.strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        return text;
    }

    private Statement statement() {
        while (takeSymbol(";")) {
            // Empty statements before the first do not count.
        }
        if (peek().kind() == Token.Kind.END) {
            throw SqlText.error("Empty SQL query");
        }
        Token first = take();
        Statement statement =
                switch (first.kind() == Token.Kind.WORD
                        ? first.text().toUpperCase(Locale.ROOT)
                        : "") {
                    case "SELECT" -> select();
                    case "INSERT" -> insert();
                    case "DELETE" -> delete();
                    case "UPDATE" -> update();
                    case "SET" -> setVariable();
                    case "SHOW" -> new Statement.ShowVariable(identifier());
                    case "BEGIN" -> throw SqlText.unsupported("BEGIN TRANSACTION");
                    case String word -> throw unknown(first, word);
                };
        if (takeSymbol(";")) {
            while (takeSymbol(";")) {
                // A trailing semicolon is fine.
            }
            if (peek().kind() != Token.Kind.END) {
                throw SqlText.error("Multiple SQL statements are not supported");
            }
        }
        if (peek().kind() != Token.Kind.END) {
            throw RESERVED.contains(peek().text().toUpperCase(Locale.ROOT))
                    ? unsupported()
                    : expected("end of statement");
        }
        return statement;
    }

    private HostException unknown(Token first, String word) {
        if (STATEMENTS.contains(word)) {
            return unsupported();
        }
        at--;
        return first.isSymbol("(") ? unsupported() : expected("an SQL statement");
    }

    private String identifier() {
        Token token = peek();
        if (token.kind() == Token.Kind.QUOTED_IDENTIFIER
                || (token.kind() == Token.Kind.WORD
                        && !RESERVED.contains(token.text().toUpperCase(Locale.ROOT)))) {
            return take().text();
        }
        throw expected("identifier");
    }

    /** One or more identifiers joined by dots: one name of the catalog. */
    private String tableName() {
        StringBuilder name = new StringBuilder(identifier());
        while (takeSymbol(".")) {
            name.append('.').append(identifier());
        }
        return name.toString();
    }

    // ---- SELECT

    private Statement select() {
        if (takeWord("DISTINCT")) {
            throw unsupported();
        }
        Projections list = new Projections();
        do {
            list.add();
        } while (takeSymbol(","));
        if (!takeWord("FROM")) {
            if (peek().kind() == Token.Kind.END || peek().isSymbol(";")) {
                throw SqlText.error("A FROM clause is required");
            }
            throw expected("end of statement");
        }
        if (peek().isSymbol("(")) {
            int start = peek().start();
            throw SqlText.error("Unsupported FROM expression: " + parenthesised(start));
        }
        TableRef from = tableRef();
        boolean hasJoin = joins();
        if (peek().isSymbol(",")) {
            throw SqlText.error("Implicit joins are not supported");
        }
        Optional<Expr> where = where();
        OptionalLong limit = OptionalLong.empty();
        if (takeWord("LIMIT")) {
            if (peek().kind() != Token.Kind.NUMBER) {
                throw unsupported();
            }
            try {
                limit = OptionalLong.of(Long.parseLong(take().text()));
            } catch (NumberFormatException _) {
                throw unsupported();
            }
        }
        return new Statement.Select(list.projection(hasJoin), from, hasJoin, where, limit);
    }

    private String parenthesised(int start) {
        int open = 0;
        do {
            Token token = take();
            if (token.kind() == Token.Kind.END) {
                throw expected(")");
            }
            open += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
        } while (open > 0);
        return sql.substring(start, tokens.get(at - 1).end());
    }

    private TableRef tableRef() {
        String table = tableName();
        if (takeWord("AS")) {
            return new TableRef(table, identifier());
        }
        Token next = peek();
        boolean isAlias =
                next.kind() == Token.Kind.QUOTED_IDENTIFIER
                        || (next.kind() == Token.Kind.WORD
                                && !RESERVED.contains(next.text().toUpperCase(Locale.ROOT)));
        return new TableRef(table, isAlias ? take().text() : table);
    }

    /** Moves over the joins; says whether there are any. */
    private boolean joins() {
        boolean found = false;
        while (true) {
            if (peek().isWord("LEFT")
                    || peek().isWord("RIGHT")
                    || peek().isWord("FULL")
                    || peek().isWord("NATURAL")) {
                throw SqlText.error("Non-inner joins are not supported");
            }
            if (takeWord("INNER") || takeWord("CROSS")) {
                if (!takeWord("JOIN")) {
                    throw expected("JOIN");
                }
            } else if (!takeWord("JOIN")) {
                return found;
            }
            found = true;
            tableRef();
            if (takeWord("USING")) {
                throw SqlText.error("Non-inner joins are not supported");
            }
            if (takeWord("ON")) {
                Expr on = expression();
                if (!(on instanceof Expr.Comparison(CompareOp op, Expr left, Expr right, String _)
                        && op == CompareOp.EQ
                        && left instanceof Expr.Column
                        && right instanceof Expr.Column)) {
                    throw SqlText.error("Non-inner joins are not supported");
                }
            }
        }
    }

    private Optional<Expr> where() {
        return takeWord("WHERE") ? Optional.of(expression()) : Optional.empty();
    }

    /** Collects the list behind SELECT. */
    private final class Projections {
        private final List<Item> items = new ArrayList<>();
        private Optional<Projection> whole = Optional.empty();
        private int count;

        void add() {
            count++;
            int start = peek().start();
            if (takeSymbol("*")) {
                whole = Optional.of(new Projection.Star(Optional.empty()));
            } else if (isAliasStar()) {
                String alias = identifier();
                at += 2;
                whole = Optional.of(new Projection.Star(Optional.of(alias)));
            } else if (peek().kind() == Token.Kind.WORD && tokens.get(at + 1).isSymbol("(")) {
                aggregate(start);
            } else {
                column(start);
            }
        }

        private boolean isAliasStar() {
            return at + 2 < tokens.size()
                    && tokens.get(at + 1).isSymbol(".")
                    && tokens.get(at + 2).isSymbol("*");
        }

        private void aggregate(int start) {
            String function = take().text();
            String text = function + parenthesised(peek().start());
            boolean isCountAll =
                    function.equalsIgnoreCase("COUNT")
                            && text.replaceAll("\\s", "").equalsIgnoreCase("COUNT(*)");
            if (!isCountAll) {
                throw SqlText.error(
                        "Unsupported aggregate function: "
                                + sql.substring(start, tokens.get(at - 1).end()));
            }
            if (!takeWord("AS")) {
                throw SqlText.error("Aggregate expressions must have column aliases");
            }
            whole = Optional.of(new Projection.Count(identifier()));
        }

        private void column(int start) {
            Expr value = operand();
            Token next = peek();
            boolean isOperator =
                    next.kind() == Token.Kind.SYMBOL && !next.isSymbol(",") && !next.isSymbol(";");
            if (isOperator || !(value instanceof Expr.Column column)) {
                while (peek().kind() != Token.Kind.END
                        && !peek().isWord("FROM")
                        && !peek().isSymbol(",")
                        && !peek().isSymbol(";")) {
                    take();
                }
                throw SqlText.error(
                        "Unsupported projection expression: "
                                + sql.substring(start, tokens.get(at - 1).end()));
            }
            String name = column.name();
            if (takeWord("AS")) {
                name = identifier();
            }
            String output = name;
            if (items.stream().anyMatch(item -> item.name().equals(output))) {
                throw SqlText.error("Duplicate name `" + output + "`");
            }
            items.add(new Item(column, output));
        }

        Projection projection(boolean hasJoin) {
            if (whole.isPresent() && count > 1) {
                throw SqlText.error("Mixed wildcard projections are not supported");
            }
            if (whole.isPresent()) {
                if (hasJoin && whole.get().equals(new Projection.Star(Optional.empty()))) {
                    throw SqlText.error("SELECT * is not supported for joins");
                }
                return whole.get();
            }
            if (hasJoin && items.stream().anyMatch(i -> i.column().table().isEmpty())) {
                throw SqlText.error("Names must be qualified when using joins");
            }
            return new Projection.Columns(List.copyOf(items));
        }
    }

    // ---- expressions

    private Expr expression() {
        if (++depth > SqlText.DEPTH_MAX) {
            throw SqlText.error("Recursion limit exceeded, `sql-parser::parse_expr`");
        }
        int start = peek().start();
        Expr left = conjunction();
        while (takeWord("OR")) {
            Expr right = conjunction();
            left = new Expr.Or(left, right, sql.substring(start, tokens.get(at - 1).end()));
            depth++;
        }
        depth--;
        return left;
    }

    private Expr conjunction() {
        int start = peek().start();
        Expr left = comparison();
        while (takeWord("AND")) {
            Expr right = comparison();
            left = new Expr.And(left, right, sql.substring(start, tokens.get(at - 1).end()));
        }
        return left;
    }

    private Expr comparison() {
        int start = peek().start();
        if (peek().isWord("NOT")) {
            throw unsupportedExpression(start);
        }
        Expr left = operand();
        Token next = peek();
        Optional<CompareOp> op = compareOp(next);
        if (op.isPresent()) {
            take();
            Expr right = operand();
            if (compareOp(peek()).isPresent() || isArithmetic(peek())) {
                throw isArithmetic(peek())
                        ? SqlText.error("Unsupported binary operator: " + peek().text())
                        : unsupportedExpression(start);
            }
            return new Expr.Comparison(
                    op.get(), left, right, sql.substring(start, tokens.get(at - 1).end()));
        }
        if (isArithmetic(next)) {
            throw SqlText.error("Unsupported binary operator: " + next.text());
        }
        if (next.isWord("IS")
                || next.isWord("IN")
                || next.isWord("LIKE")
                || next.isWord("ILIKE")
                || next.isWord("BETWEEN")
                || next.isWord("NOT")
                || next.isSymbol("(")) {
            throw unsupportedExpression(start);
        }
        return left;
    }

    private static boolean isArithmetic(Token token) {
        return token.kind() == Token.Kind.SYMBOL
                && Set.of("+", "-", "*", "/", "%", "||").contains(token.text());
    }

    private static Optional<CompareOp> compareOp(Token token) {
        if (token.kind() != Token.Kind.SYMBOL) {
            return Optional.empty();
        }
        return switch (token.text()) {
            case "=" -> Optional.of(CompareOp.EQ);
            case "<>", "!=" -> Optional.of(CompareOp.NE);
            case "<" -> Optional.of(CompareOp.LT);
            case "<=" -> Optional.of(CompareOp.LE);
            case ">" -> Optional.of(CompareOp.GT);
            case ">=" -> Optional.of(CompareOp.GE);
            default -> Optional.empty();
        };
    }

    private HostException unsupportedExpression(int start) {
        int open = 0;
        boolean isBetween = false;
        while (peek().kind() != Token.Kind.END && !peek().isSymbol(";")) {
            Token token = peek();
            isBetween |= token.isWord("BETWEEN");
            boolean ends =
                    token.isSymbol(")")
                            || token.isWord("OR")
                            || token.isWord("LIMIT")
                            || (token.isWord("AND") && !isBetween);
            if (open == 0 && ends) {
                break;
            }
            isBetween &= !token.isWord("AND");
            open += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            take();
        }
        String text = sql.substring(start, tokens.get(at - 1).end());
        return SqlText.error("Unsupported expression: " + text.replaceAll(",\\s*", ", "));
    }

    private Expr operand() {
        Token token = peek();
        int start = token.start();
        if (takeSymbol("(")) {
            Expr inner = expression();
            if (!takeSymbol(")")) {
                throw expected(")");
            }
            return inner;
        }
        if (token.isSymbol("-") || token.isSymbol("+")) {
            take();
            if (peek().kind() != Token.Kind.NUMBER) {
                throw unsupportedExpression(start);
            }
            String digits = take().text();
            String value = token.isSymbol("-") ? "-" + digits : digits;
            return literal(Expr.Literal.Kind.NUMBER, value, start);
        }
        take();
        return switch (token.kind()) {
            case NUMBER -> literal(Expr.Literal.Kind.NUMBER, token.text(), start);
            case STRING -> literal(Expr.Literal.Kind.STRING, token.text(), start);
            case HEX -> literal(Expr.Literal.Kind.HEX, token.text(), start);
            case PARAMETER -> parameter(token);
            case PLACEHOLDER ->
                    throw SqlText.error("Unsupported literal expression: " + token.text());
            case WORD, QUOTED_IDENTIFIER -> word(token, start);
            case SYMBOL, END -> {
                at = token.kind() == Token.Kind.END ? at : at - 1;
                throw expected("an expression");
            }
        };
    }

    private Expr literal(Expr.Literal.Kind kind, String value, int start) {
        return new Expr.Literal(kind, value, sql.substring(start, tokens.get(at - 1).end()));
    }

    private static Expr parameter(Token token) {
        if (!token.text().equals(":sender")) {
            throw SqlText.error("Unsupported literal expression: " + token.text());
        }
        return new Expr.Sender(token.text());
    }

    private Expr word(Token token, int start) {
        if (token.isWord("TRUE") || token.isWord("FALSE")) {
            return literal(Expr.Literal.Kind.BOOL, token.text().toLowerCase(Locale.ROOT), start);
        }
        if (token.isWord("NULL")) {
            throw SqlText.error("Unsupported literal expression: NULL");
        }
        if (token.kind() == Token.Kind.WORD
                && RESERVED.contains(token.text().toUpperCase(Locale.ROOT))) {
            at--;
            throw expected("an expression");
        }
        List<String> parts = new ArrayList<>(List.of(token.text()));
        while (peek().isSymbol(".") && !tokens.get(at + 1).isSymbol("*")) {
            take();
            parts.add(identifier());
        }
        String name = parts.removeLast();
        return new Expr.Column(
                parts.isEmpty() ? Optional.empty() : Optional.of(String.join(".", parts)),
                name,
                sql.substring(start, tokens.get(at - 1).end()));
    }

    // ---- DML and variables

    private Statement insert() {
        if (!takeWord("INTO")) {
            throw expected("INTO");
        }
        String table = tableName();
        List<String> columns = new ArrayList<>();
        if (takeSymbol("(")) {
            do {
                columns.add(identifier());
            } while (takeSymbol(","));
            if (!takeSymbol(")")) {
                throw expected(")");
            }
        }
        if (!takeWord("VALUES")) {
            throw peek().isWord("SELECT")
                    ? SqlText.error(
                            "Unsupported INSERT expression: "
                                    + whole().substring(peek().start() - leading()))
                    : expected("VALUES");
        }
        List<List<Expr>> rows = new ArrayList<>();
        do {
            if (!takeSymbol("(")) {
                throw expected("(");
            }
            List<Expr> row = new ArrayList<>();
            do {
                row.add(value("Unsupported expression: "));
            } while (takeSymbol(","));
            if (!takeSymbol(")")) {
                throw expected(")");
            }
            rows.add(row);
        } while (takeSymbol(","));
        if (peek().isWord("RETURNING") || peek().isWord("ON")) {
            throw unsupported();
        }
        return new Statement.Insert(table, columns, rows);
    }

    private int leading() {
        return sql.length() - sql.stripLeading().length();
    }

    /** A literal or {@code :sender}. */
    private Expr value(String refusal) {
        Expr value = operand();
        if (!(value instanceof Expr.Literal) && !(value instanceof Expr.Sender)) {
            throw SqlText.error(refusal + value.text());
        }
        return value;
    }

    private Statement delete() {
        if (!takeWord("FROM")) {
            throw peek().kind() == Token.Kind.END || tokens.get(at + 1).kind() == Token.Kind.END
                    ? SqlText.error("sql parser error: Expected FROM, found: EOF")
                    : expected("FROM");
        }
        TableRef table = tableRef();
        if (!table.alias().equals(table.table())) {
            throw SqlText.error(
                    "Unsupported table expression in DELETE: "
                            + table.table()
                            + " AS "
                            + table.alias());
        }
        if (peek().isSymbol(",")) {
            throw SqlText.error("Multi-table DELETE is not supported");
        }
        if (peek().isWord("USING")) {
            throw unsupported();
        }
        return new Statement.Delete(table.table(), where());
    }

    private Statement update() {
        TableRef table = tableRef();
        if (!table.alias().equals(table.table())) {
            throw SqlText.unsupported(
                    "UPDATE "
                            + table.table()
                            + " AS "
                            + table.alias()
                            + whole().substring(tokens.get(at - 1).end() - leading()));
        }
        if (!takeWord("SET")) {
            throw expected("SET");
        }
        List<Statement.Assignment> assignments = new ArrayList<>();
        do {
            String column = identifier();
            if (!takeSymbol("=")) {
                throw expected("=");
            }
            assignments.add(
                    new Statement.Assignment(
                            column, value("Unsupported column/variable assignment expression: ")));
        } while (takeSymbol(","));
        if (peek().isWord("FROM")) {
            throw unsupported();
        }
        return new Statement.Update(table.table(), assignments, where());
    }

    private Statement setVariable() {
        String name = identifier();
        if (!takeSymbol("=") && !takeWord("TO")) {
            throw expected("equals sign or TO");
        }
        return new Statement.SetVariable(
                name, value("Unsupported column/variable assignment expression: "));
    }
}
