package dev.stele.host.query;

import dev.stele.host.query.SqlExpression.Form;
import dev.stele.host.query.SqlExpression.Refused;
import dev.stele.host.query.SqlStatement.TableName;
import dev.stele.host.query.SqlStatement.ViewArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a query. It reads all of it before it refuses what is not supported. Used once. */
final class SelectParser {

    /** Words that end a table, so that they are no alias without {@code AS}. */
    private static final Set<String> NO_TABLE_ALIAS =
            Set.of(
                    "WITH",
                    "EXPLAIN",
                    "ANALYZE",
                    "SELECT",
                    "WHERE",
                    "GROUP",
                    "SORT",
                    "HAVING",
                    "ORDER",
                    "TOP",
                    "LATERAL",
                    "VIEW",
                    "LIMIT",
                    "OFFSET",
                    "FETCH",
                    "UNION",
                    "EXCEPT",
                    "INTERSECT",
                    "ON",
                    "JOIN",
                    "INNER",
                    "CROSS",
                    "FULL",
                    "LEFT",
                    "RIGHT",
                    "NATURAL",
                    "USING",
                    "CLUSTER",
                    "DISTRIBUTE",
                    "GLOBAL",
                    "ANTI",
                    "SEMI",
                    "RETURNING",
                    "OUTER",
                    "SET",
                    "WINDOW",
                    "QUALIFY",
                    "FOR",
                    "PARTITION");

    private static final Set<String> NO_COLUMN_ALIAS =
            Set.of(
                    "WITH",
                    "EXPLAIN",
                    "ANALYZE",
                    "SELECT",
                    "WHERE",
                    "GROUP",
                    "SORT",
                    "HAVING",
                    "ORDER",
                    "TOP",
                    "LATERAL",
                    "VIEW",
                    "LIMIT",
                    "OFFSET",
                    "FETCH",
                    "UNION",
                    "EXCEPT",
                    "INTERSECT",
                    "CLUSTER",
                    "DISTRIBUTE",
                    "RETURNING",
                    "FROM",
                    "INTO");

    private static final String[] SET_OPERATORS = {"UNION", "EXCEPT", "INTERSECT"};
    private static final String[] AFTER_SELECT = {
        "UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR"
    };

    /** A table, or why it is none. */
    record Factor(Optional<TableName> table, boolean aliased, String refusal) {

        /** Whether it is a name and nothing else, as it must be where rows are written. */
        boolean isPlainTable() {
            return table.filter(name -> name.args().isEmpty()).isPresent() && !aliased;
        }
    }

    private record JoinSyntax(
            Factor factor, Optional<SqlStatement.JoinColumns> on, boolean plain) {}

    private record ItemSyntax(
            SqlExpression expression, String text, boolean star, Optional<String> alias) {}

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final SqlGrammar grammar;

    private final List<ItemSyntax> items = new ArrayList<>();
    private final List<Factor> factors = new ArrayList<>();
    private final List<JoinSyntax> joins = new ArrayList<>();
    private Optional<SqlExpression> filter = Optional.empty();
    private Optional<String> limit = Optional.empty();
    private boolean refusedClause;

    SelectParser(TokenCursor cursor, SqlGrammar grammar) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor);
        this.grammar = grammar;
    }

    /** Reads the query that comes next; the result is the query, or throws why it is refused. */
    Supplier<SqlStatement> parse() {
        int from = cursor.position();
        if (!cursor.acceptKeyword("SELECT")) {
            // WITH, VALUES, TABLE, or a query in parentheses
            cursor.skipUntil();
            return refusal("Unsupported: ", from);
        }
        select();
        int selectEnd = cursor.position();
        boolean setOperation = cursor.isKeyword(SET_OPERATORS);
        if (setOperation) {
            cursor.skipUntil("ORDER", "LIMIT", "OFFSET", "FETCH", "FOR");
        }
        boolean refusedTail = tail();
        if (refusedTail || (limit.isPresent() && grammar == SqlGrammar.SUBSCRIPTION)) {
            return refusal("Unsupported: ", from);
        }
        if (setOperation) {
            return refusal(
                    grammar == SqlGrammar.SUBSCRIPTION
                            ? "Unsupported set operation: "
                            : "Unsupported: ",
                    from);
        }
        if (refusedClause) {
            String text = cursor.text(from, selectEnd);
            return throwing(
                    (grammar == SqlGrammar.SUBSCRIPTION ? "Unsupported SELECT: " : "Unsupported: ")
                            + text);
        }
        return this::statement;
    }

    private Supplier<SqlStatement> refusal(String prefix, int from) {
        return throwing(prefix + cursor.text(from, cursor.position()));
    }

    static Supplier<SqlStatement> throwing(String message) {
        return () -> {
            throw new QueryException(message);
        };
    }

    private void select() {
        if (cursor.acceptKeyword("DISTINCT")) {
            refusedClause = true;
            if (cursor.acceptKeyword("ON")) {
                cursor.skipBrackets();
            }
        } else {
            cursor.acceptKeyword("ALL");
        }
        do {
            items.add(item());
        } while (cursor.acceptSymbol(","));
        if (cursor.isKeyword("INTO")) {
            refusedClause = true;
            cursor.skipUntil("FROM");
        }
        if (cursor.acceptKeyword("FROM")) {
            do {
                factors.add(factor());
                joins();
            } while (cursor.acceptSymbol(","));
        }
        if (cursor.acceptKeyword("WHERE")) {
            filter = Optional.of(expressions.parse().expression());
        }
        if (cursor.isKeyword("GROUP", "HAVING", "WINDOW", "QUALIFY", "SORT", "CLUSTER")) {
            refusedClause = true;
            cursor.skipUntil(AFTER_SELECT);
        }
    }

    /** Reads ORDER BY and what follows; tells whether any of it is beyond a plain LIMIT. */
    private boolean tail() {
        boolean refused = false;
        while (!cursor.atStatementEnd()) {
            if (cursor.isKeyword("ORDER", "OFFSET", "FETCH", "FOR")) {
                refused = true;
                cursor.next();
                cursor.skipUntil("LIMIT", "OFFSET", "FETCH", "FOR");
            } else if (cursor.acceptKeyword("LIMIT")) {
                if (cursor.acceptKeyword("ALL")) {
                    continue;
                }
                int from = cursor.position();
                SqlExpression count = expressions.parse().expression();
                if (count instanceof SqlExpression.Constant(SqlLiteral literal)
                        && literal.kind() == SqlLiteral.Kind.NUMBER
                        && cursor.position() == from + 1) {
                    limit = Optional.of(literal.text());
                } else {
                    refused = true;
                }
                if (cursor.isSymbol(",")) {
                    refused = true;
                    cursor.skipUntil("OFFSET", "FETCH", "FOR");
                }
            } else {
                throw cursor.expected("end of statement");
            }
        }
        return refused;
    }

    private ItemSyntax item() {
        int from = cursor.position();
        if (cursor.acceptSymbol("*")) {
            return new ItemSyntax(star(), "*", true, Optional.empty());
        }
        int dots = 0;
        while (cursor.peek(dots).isName() && cursor.peek(dots + 1).isSymbol(".")) {
            dots += 2;
        }
        if (dots > 0 && cursor.peek(dots).isSymbol("*")) {
            StringBuilder name = new StringBuilder(cursor.next().text());
            for (int i = 2; i < dots; i += 2) {
                cursor.next();
                name.append('.').append(cursor.next().text());
            }
            cursor.next();
            cursor.next();
            return new ItemSyntax(star(), "", true, Optional.of(name.toString()));
        }
        SqlExpression expression = expressions.parse().expression();
        String text = cursor.text(from, cursor.position());
        return new ItemSyntax(expression, text, false, alias(NO_COLUMN_ALIAS));
    }

    private static SqlExpression star() {
        return new Refused(Form.OTHER, () -> "Mixed wildcard projections are not supported");
    }

    private Optional<String> alias(Set<String> except) {
        if (cursor.acceptKeyword("AS")) {
            return Optional.of(cursor.expectName());
        }
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.QUOTED_WORD
                || (token.kind() == Token.Kind.WORD
                        && except.stream().noneMatch(token::isKeyword))) {
            cursor.noteImplicitAs();
            return Optional.of(cursor.next().text());
        }
        return Optional.empty();
    }

    /** Reads one table of a FROM clause; also used for UPDATE and DELETE. */
    Factor factor() {
        int from = cursor.position();
        if (cursor.isSymbol("(")) {
            cursor.skipBrackets();
            alias(NO_TABLE_ALIAS);
            return refusedFactor(from);
        }
        if (cursor.isKeyword("LATERAL") && cursor.peek(1).isSymbol("(")) {
            cursor.next();
            cursor.skipBrackets();
            alias(NO_TABLE_ALIAS);
            return refusedFactor(from);
        }
        String name = cursor.expectDottedName();
        boolean refused = false;
        Optional<List<SqlExpression>> args = Optional.empty();
        if (cursor.isSymbol("(")) {
            args = args();
            refused = args.isEmpty();
        }
        Optional<String> alias = alias(NO_TABLE_ALIAS);
        if (cursor.isSymbol("(") && alias.isPresent()) {
            cursor.skipBrackets();
            refused = true;
        }
        if (cursor.isKeyword("WITH") && cursor.peek(1).isSymbol("(")) {
            cursor.next();
            cursor.skipBrackets();
            refused = true;
        }
        if (refused) {
            return refusedFactor(from);
        }
        int end = cursor.position();
        Optional<ViewArgs> given = args.map(values -> new ViewArgs(values, cursor.text(from, end)));
        return new Factor(
                Optional.of(new TableName(name, alias.orElse(name), given)), alias.isPresent(), "");
    }

    /** Reads what is in brackets; empty when it is no list of constants. */
    private Optional<List<SqlExpression>> args() {
        int from = cursor.position();
        List<SqlExpression> values = new ArrayList<>();
        cursor.expectSymbol("(");
        if (cursor.acceptSymbol(")")) {
            return Optional.of(values);
        }
        do {
            SqlExpression value = expressions.parse().expression();
            boolean isConstant =
                    value instanceof SqlExpression.Constant
                            || value instanceof SqlExpression.Sender;
            if (!isConstant) {
                break;
            }
            values.add(value);
            if (cursor.acceptSymbol(")")) {
                return Optional.of(values);
            }
        } while (cursor.acceptSymbol(","));
        cursor.backTo(from);
        cursor.skipBrackets();
        return Optional.empty();
    }

    private Factor refusedFactor(int from) {
        String text = cursor.text(from, cursor.position());
        return new Factor(Optional.empty(), false, QueryException.UNSUPPORTED_FROM + text);
    }

    /** Reads the joins that follow a table and tells whether there are any. */
    boolean joins() {
        int before = joins.size();
        while (true) {
            boolean natural = cursor.acceptKeyword("NATURAL");
            boolean plain = !natural;
            if (cursor.acceptKeyword("CROSS")) {
                if (cursor.acceptKeyword("APPLY")) {
                    plain = false;
                } else {
                    cursor.expectKeyword("JOIN");
                }
                joins.add(new JoinSyntax(factor(), Optional.empty(), plain));
                continue;
            }
            if (cursor.isKeyword("LEFT", "RIGHT", "FULL")) {
                cursor.next();
                if (!cursor.acceptKeyword("SEMI") && !cursor.acceptKeyword("ANTI")) {
                    cursor.acceptKeyword("OUTER");
                }
                cursor.expectKeyword("JOIN");
                plain = false;
            } else if (cursor.acceptKeyword("INNER")) {
                cursor.expectKeyword("JOIN");
            } else if (!cursor.acceptKeyword("JOIN")) {
                if (natural) {
                    throw cursor.expected("a join type after NATURAL");
                }
                return joins.size() > before;
            }
            joins.add(constrained(factor(), plain));
        }
    }

    private JoinSyntax constrained(Factor factor, boolean plain) {
        if (cursor.acceptKeyword("ON")) {
            boolean nested = cursor.isSymbol("(");
            if (expressions.parse().expression()
                            instanceof
                            SqlExpression.Compare(
                                    SqlExpression.Column left,
                                    Comparison operator,
                                    SqlExpression.Column right)
                    && operator == Comparison.EQUAL
                    && !nested) {
                return new JoinSyntax(
                        factor, Optional.of(new SqlStatement.JoinColumns(left, right)), plain);
            }
            return new JoinSyntax(factor, Optional.empty(), false);
        }
        if (cursor.acceptKeyword("USING")) {
            cursor.skipBrackets();
            return new JoinSyntax(factor, Optional.empty(), false);
        }
        return new JoinSyntax(factor, Optional.empty(), plain);
    }

    private SqlStatement statement() {
        if (grammar == SqlGrammar.SUBSCRIPTION) {
            TableName first = from();
            List<SqlStatement.Join> joined = joined();
            checkFilter();
            return qualified(projection(), first, joined);
        }
        SqlProjection projection = projection();
        TableName first = from();
        List<SqlStatement.Join> joined = joined();
        checkFilter();
        return qualified(projection, first, joined);
    }

    private TableName from() {
        if (factors.isEmpty()) {
            throw new QueryException("A FROM clause is required");
        }
        if (factors.size() > 1) {
            throw new QueryException("Implicit joins are not supported");
        }
        return tableOf(factors.getFirst());
    }

    private static TableName tableOf(Factor factor) {
        return factor.table().orElseThrow(() -> new QueryException(factor.refusal()));
    }

    private List<SqlStatement.Join> joined() {
        List<SqlStatement.Join> joined = new ArrayList<>();
        for (JoinSyntax join : joins) {
            TableName table = tableOf(join.factor());
            if (!join.plain()) {
                throw new QueryException("Non-inner joins are not supported");
            }
            joined.add(new SqlStatement.Join(table, join.on()));
        }
        return joined;
    }

    private void checkFilter() {
        if (filter.isPresent() && filter.get() instanceof Refused refused) {
            throw new QueryException(refused.message());
        }
    }

    private SqlProjection projection() {
        if (items.size() == 1) {
            ItemSyntax item = items.getFirst();
            if (item.star()) {
                return item.alias().isPresent()
                        ? new SqlProjection.TableStar(item.alias().get())
                        : new SqlProjection.Star();
            }
            if (item.expression() instanceof Refused refused && refused.form() == Form.CALL) {
                return aggregate(item);
            }
        }
        List<SqlProjection.Item> columns = new ArrayList<>();
        for (ItemSyntax item : items) {
            switch (item.expression()) {
                case SqlExpression.Column column ->
                        columns.add(
                                new SqlProjection.Item(column, item.alias().orElse(column.name())));
                case Refused refused when item.star() ->
                        throw new QueryException(refused.message());
                default ->
                        throw new QueryException(
                                "Unsupported projection expression: " + item.text());
            }
        }
        return new SqlProjection.Columns(columns);
    }

    private static SqlProjection aggregate(ItemSyntax item) {
        if (item.alias().isEmpty()) {
            throw new QueryException("Aggregate expressions must have column aliases");
        }
        if (!item.text().replace(" ", "").equalsIgnoreCase("count(*)")) {
            throw new QueryException("Unsupported aggregate function: " + item.text());
        }
        return new SqlProjection.Count(item.alias().get());
    }

    private SqlStatement qualified(
            SqlProjection projection, TableName first, List<SqlStatement.Join> joined) {
        if (!joined.isEmpty() && hasUnqualifiedName(projection, joined)) {
            throw new QueryException("Names must be qualified when using joins");
        }
        return new SqlStatement.Select(projection, first, joined, filter, limit);
    }

    private boolean hasUnqualifiedName(SqlProjection projection, List<SqlStatement.Join> joined) {
        boolean inProjection =
                projection instanceof SqlProjection.Columns(List<SqlProjection.Item> columns)
                        && columns.stream().anyMatch(item -> isUnqualified(item.column()));
        boolean inJoins =
                joined.stream()
                        .flatMap(join -> join.on().stream())
                        .anyMatch(on -> isUnqualified(on.left()) || isUnqualified(on.right()));
        return inProjection || inJoins || filter.stream().anyMatch(SelectParser::isUnqualified);
    }

    private static boolean isUnqualified(SqlExpression expression) {
        return switch (expression) {
            case SqlExpression.Column(Optional<String> table, String _) -> table.isEmpty();
            case SqlExpression.Compare(SqlExpression left, Comparison _, SqlExpression right) ->
                    isUnqualified(left) || isUnqualified(right);
            case SqlExpression.And(List<SqlExpression> terms) ->
                    terms.stream().anyMatch(SelectParser::isUnqualified);
            case SqlExpression.Or(List<SqlExpression> terms) ->
                    terms.stream().anyMatch(SelectParser::isUnqualified);
            case SqlExpression.Constant _, SqlExpression.Sender _, Refused _ -> false;
        };
    }
}
