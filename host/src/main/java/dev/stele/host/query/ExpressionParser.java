package dev.stele.host.query;

import dev.stele.host.query.SqlExpression.Form;
import dev.stele.host.query.SqlExpression.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads expressions by operator precedence. It understands more than is supported, to know where a
 * refused expression ends.
 */
final class ExpressionParser {

    /** Levels that the statement and its query take before the first expression. */
    private static final int DEPTH_OF_STATEMENT = 2;

    private static final String TOO_DEEP = "Recursion limit exceeded, `sql-parser::parse_expr`";

    private static final int PRECEDENCE_OR = 5;
    private static final int PRECEDENCE_AND = 10;
    private static final int PRECEDENCE_NOT = 15;
    private static final int PRECEDENCE_IS = 17;
    private static final int PRECEDENCE_LIKE = 19;
    private static final int PRECEDENCE_COMPARISON = 20;
    private static final int PRECEDENCE_SUM = 30;
    private static final int PRECEDENCE_PRODUCT = 40;
    private static final int PRECEDENCE_TIGHT = 50;

    private static final Map<String, Comparison> COMPARISONS =
            Map.of(
                    "=", Comparison.EQUAL,
                    "<>", Comparison.NOT_EQUAL,
                    "!=", Comparison.NOT_EQUAL,
                    "<", Comparison.LESS,
                    "<=", Comparison.LESS_OR_EQUAL,
                    ">", Comparison.GREATER,
                    ">=", Comparison.GREATER_OR_EQUAL);

    private static final Map<String, Integer> REFUSED_OPERATORS =
            Map.ofEntries(
                    Map.entry("<=>", PRECEDENCE_COMPARISON),
                    Map.entry("==", PRECEDENCE_COMPARISON),
                    Map.entry("|", 21),
                    Map.entry("^", 22),
                    Map.entry("#", 22),
                    Map.entry("<<", 22),
                    Map.entry(">>", 22),
                    Map.entry("&", 23),
                    Map.entry("+", PRECEDENCE_SUM),
                    Map.entry("-", PRECEDENCE_SUM),
                    Map.entry("*", PRECEDENCE_PRODUCT),
                    Map.entry("/", PRECEDENCE_PRODUCT),
                    Map.entry("%", PRECEDENCE_PRODUCT),
                    Map.entry("||", PRECEDENCE_PRODUCT),
                    Map.entry("~", PRECEDENCE_TIGHT),
                    Map.entry("~*", PRECEDENCE_TIGHT),
                    Map.entry("!~", PRECEDENCE_TIGHT),
                    Map.entry("!~*", PRECEDENCE_TIGHT),
                    Map.entry("~~", PRECEDENCE_TIGHT),
                    Map.entry("~~*", PRECEDENCE_TIGHT),
                    Map.entry("!~~", PRECEDENCE_TIGHT),
                    Map.entry("!~~*", PRECEDENCE_TIGHT),
                    Map.entry("->", PRECEDENCE_TIGHT),
                    Map.entry("->>", PRECEDENCE_TIGHT),
                    Map.entry("#>", PRECEDENCE_TIGHT),
                    Map.entry("#>>", PRECEDENCE_TIGHT),
                    Map.entry("#-", PRECEDENCE_TIGHT),
                    Map.entry("@>", PRECEDENCE_TIGHT),
                    Map.entry("<@", PRECEDENCE_TIGHT),
                    Map.entry("@@", PRECEDENCE_TIGHT),
                    Map.entry("&&", PRECEDENCE_TIGHT),
                    Map.entry("^@", PRECEDENCE_TIGHT));

    private static final Set<String> AFTER_IN_NOT =
            Set.of("IN", "BETWEEN", "LIKE", "ILIKE", "SIMILAR");

    /**
     * An expression read, with the place where it starts.
     *
     * @param height levels of binary operators, as a tree of pairs
     * @param comparisons levels of comparisons
     */
    record Parsed(SqlExpression expression, int from, int height, int comparisons) {
        private Parsed(SqlExpression leaf, int from) {
            this(leaf, from, 0, 0);
        }
    }

    private final TokenCursor cursor;

    ExpressionParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    Parsed parse() {
        return parse(0, DEPTH_OF_STATEMENT + 1);
    }

    /** Reads operators that bind tighter than {@code precedence}. */
    private Parsed parse(int precedence, int depth) {
        if (depth > QueryLimits.NESTING_MAX) {
            throw QueryException.syntax("recursion limit exceeded");
        }
        Parsed left = prefix(depth);
        for (int next = precedence(); next > precedence; next = precedence()) {
            left = infix(left, next, depth);
        }
        return left;
    }

    private Parsed prefix(int depth) {
        int from = cursor.position();
        Token token = cursor.peek();
        return switch (token.kind()) {
            case NUMBER -> constant(SqlLiteral.Kind.NUMBER, "");
            case STRING -> constant(SqlLiteral.Kind.STRING, "");
            case HEX -> constant(SqlLiteral.Kind.HEX, "");
            case OTHER_LITERAL -> refusedLiteral(cursor.next().text(), from);
            case QUOTED_WORD -> nameOrCall();
            case WORD -> word(depth);
            case SYMBOL -> prefixSymbol(depth);
            case END -> throw cursor.expected("an expression:");
        };
    }

    private Parsed constant(SqlLiteral.Kind kind, String sign) {
        int from = cursor.position() - sign.length();
        String text = sign + cursor.next().text();
        return new Parsed(new SqlExpression.Constant(new SqlLiteral(kind, text)), from);
    }

    private Parsed word(int depth) {
        int from = cursor.position();
        String word = cursor.peek().text().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "TRUE", "FALSE" -> constant(SqlLiteral.Kind.BOOL, "");
            case "NULL" -> {
                cursor.next();
                yield refusedLiteral("NULL", from);
            }
            case "NOT" -> {
                cursor.next();
                parse(PRECEDENCE_NOT, depth + 1);
                yield refused(from);
            }
            case "CASE" -> {
                cursor.next();
                skipCase();
                yield refused(from);
            }
            case "INTERVAL", "ARRAY" -> {
                if (cursor.peek(1).kind() == Token.Kind.STRING || cursor.peek(1).isSymbol("[")) {
                    cursor.next();
                    yield skippedOperand(from);
                }
                yield nameOrCall();
            }
            default -> {
                if (cursor.peek(1).kind() == Token.Kind.STRING) {
                    cursor.next();
                    yield skippedOperand(from);
                }
                yield nameOrCall();
            }
        };
    }

    private Parsed skippedOperand(int from) {
        if (cursor.isSymbol("[")) {
            cursor.skipBrackets();
        } else {
            cursor.next();
        }
        return refused(from);
    }

    private void skipCase() {
        int open = 1;
        while (open > 0) {
            if (cursor.atStatementEnd()) {
                throw cursor.expected("END");
            }
            if (cursor.isKeyword("CASE")) {
                open++;
            } else if (cursor.isKeyword("END")) {
                open--;
            }
            cursor.next();
        }
    }

    /** {@code a}, {@code t.a}, or a call {@code f(..)}. */
    private Parsed nameOrCall() {
        int from = cursor.position();
        List<String> parts = new ArrayList<>();
        parts.add(cursor.expectName());
        while (cursor.acceptSymbol(".")) {
            parts.add(cursor.expectName());
        }
        if (cursor.isSymbol("(")) {
            return call(from);
        }
        String name = parts.removeLast();
        Optional<String> table =
                parts.isEmpty() ? Optional.empty() : Optional.of(String.join(".", parts));
        return new Parsed(new SqlExpression.Column(table, name), from);
    }

    private Parsed call(int from) {
        cursor.skipBrackets();
        while (cursor.isKeyword("OVER", "FILTER", "WITHIN")) {
            cursor.next();
            cursor.acceptKeyword("GROUP");
            if (cursor.isSymbol("(")) {
                cursor.skipBrackets();
            } else {
                cursor.expectName();
            }
        }
        return refused(Form.CALL, from);
    }

    private Parsed prefixSymbol(int depth) {
        int from = cursor.position();
        Token token = cursor.peek();
        return switch (token.text()) {
            case "(" -> parenthesis(depth);
            case "+", "-" -> {
                cursor.next();
                if (cursor.peek().kind() == Token.Kind.NUMBER) {
                    yield constant(SqlLiteral.Kind.NUMBER, token.text());
                }
                parse(PRECEDENCE_PRODUCT, depth + 1);
                yield refused(from);
            }
            case "~", "@", "|/", "||/", "!!" -> {
                cursor.next();
                parse(PRECEDENCE_SUM, depth + 1);
                yield refused(from);
            }
            case ":" -> {
                cursor.next();
                String name = ":" + cursor.expectName();
                yield name.equals(":sender")
                        ? new Parsed(new SqlExpression.Sender(), from)
                        : refusedLiteral(name, from);
            }
            case "?" -> {
                cursor.next();
                yield refusedLiteral("?", from);
            }
            default -> throw cursor.expected("an expression:");
        };
    }

    private Parsed parenthesis(int depth) {
        int from = cursor.position();
        if (cursor.peek(1).isKeyword("SELECT")
                || cursor.peek(1).isKeyword("WITH")
                || cursor.peek(1).isKeyword("VALUES")) {
            cursor.skipBrackets();
            return refused(from);
        }
        cursor.next();
        Parsed inner = parse(0, depth + 1);
        if (cursor.isSymbol(",")) {
            while (cursor.acceptSymbol(",")) {
                parse(0, depth + 1);
            }
            cursor.expectSymbol(")");
            return refused(from);
        }
        cursor.expectSymbol(")");
        return new Parsed(inner.expression(), from, inner.height() + 1, inner.comparisons());
    }

    /** How tight the operator that comes next binds; 0 when none comes. */
    private int precedence() {
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.SYMBOL) {
            if (COMPARISONS.containsKey(token.text())) {
                return PRECEDENCE_COMPARISON;
            }
            if (token.text().equals("::") || token.text().equals("[")) {
                return PRECEDENCE_TIGHT + 1;
            }
            return REFUSED_OPERATORS.getOrDefault(token.text(), 0);
        }
        if (token.kind() != Token.Kind.WORD) {
            return 0;
        }
        return switch (token.text().toUpperCase(Locale.ROOT)) {
            case "OR" -> PRECEDENCE_OR;
            case "AND" -> PRECEDENCE_AND;
            case "XOR" -> 24;
            case "NOT" ->
                    AFTER_IN_NOT.contains(cursor.peek(1).text().toUpperCase(Locale.ROOT))
                            ? PRECEDENCE_LIKE
                            : 0;
            case "IS" -> PRECEDENCE_IS;
            case "LIKE", "ILIKE", "SIMILAR" -> PRECEDENCE_LIKE;
            case "IN", "BETWEEN" -> PRECEDENCE_COMPARISON;
            case "COLLATE" -> PRECEDENCE_TIGHT;
            case "AT" -> cursor.peek(1).isKeyword("TIME") ? PRECEDENCE_TIGHT : 0;
            default -> 0;
        };
    }

    private Parsed infix(Parsed left, int precedence, int depth) {
        Token token = cursor.next();
        if (token.kind() == Token.Kind.SYMBOL) {
            Comparison comparison = COMPARISONS.get(token.text());
            if (comparison != null) {
                return compare(left, comparison, parse(precedence, depth + 1));
            }
            if (token.text().equals("::")) {
                castType();
                return refused(left.from());
            }
            if (token.text().equals("[")) {
                parse(0, depth + 1);
                cursor.expectSymbol("]");
                return refused(left.from());
            }
            return refusedOperator(left, token.text(), parse(precedence, depth + 1));
        }
        switch (token.text().toUpperCase(Locale.ROOT)) {
            case "AND" -> {
                return junction(left, parse(precedence, depth + 1), true);
            }
            case "OR" -> {
                return junction(left, parse(precedence, depth + 1), false);
            }
            case "XOR" -> {
                return refusedOperator(left, "XOR", parse(precedence, depth + 1));
            }
            case "NOT" -> keywordOperator(cursor.next(), precedence, depth);
            default -> keywordOperator(token, precedence, depth);
        }
        return refused(left.from());
    }

    /** Reads what follows an operator that is a word and never supported. */
    private void keywordOperator(Token operator, int precedence, int depth) {
        switch (operator.text().toUpperCase(Locale.ROOT)) {
            case "IS" -> {
                cursor.acceptKeyword("NOT");
                if (cursor.acceptKeyword("DISTINCT")) {
                    cursor.expectKeyword("FROM");
                    parse(precedence, depth + 1);
                } else if (cursor.isKeyword("NULL", "TRUE", "FALSE", "UNKNOWN")) {
                    cursor.next();
                } else {
                    throw cursor.expected(
                            "[NOT] NULL or TRUE|FALSE or [NOT] DISTINCT FROM after IS");
                }
            }
            case "IN" -> {
                if (!cursor.isSymbol("(")) {
                    throw cursor.expected("(");
                }
                cursor.skipBrackets();
            }
            case "BETWEEN" -> {
                parse(PRECEDENCE_COMPARISON, depth + 1);
                cursor.expectKeyword("AND");
                parse(PRECEDENCE_COMPARISON, depth + 1);
            }
            case "SIMILAR" -> {
                cursor.expectKeyword("TO");
                pattern(depth);
            }
            case "COLLATE" -> cursor.expectDottedName();
            case "AT" -> {
                cursor.expectKeyword("TIME");
                cursor.expectKeyword("ZONE");
                cursor.next();
            }
            default -> pattern(depth);
        }
    }

    private void pattern(int depth) {
        parse(PRECEDENCE_LIKE, depth + 1);
        if (cursor.acceptKeyword("ESCAPE")) {
            cursor.next();
        }
    }

    private void castType() {
        cursor.expectDottedName();
        if (cursor.isSymbol("(")) {
            cursor.skipBrackets();
        }
        while (cursor.acceptSymbol("[")) {
            cursor.expectSymbol("]");
        }
    }

    private static Parsed compare(Parsed left, Comparison operator, Parsed right) {
        int comparisons = 1 + Math.max(left.comparisons(), right.comparisons());
        return combine(
                left,
                right,
                comparisons,
                new SqlExpression.Compare(left.expression(), operator, right.expression()));
    }

    private static Parsed junction(Parsed left, Parsed right, boolean and) {
        List<SqlExpression> terms = new ArrayList<>();
        addTerms(terms, left.expression(), and);
        addTerms(terms, right.expression(), and);
        return combine(
                left,
                right,
                Math.max(left.comparisons(), right.comparisons()),
                and ? new SqlExpression.And(terms) : new SqlExpression.Or(terms));
    }

    private static void addTerms(List<SqlExpression> terms, SqlExpression operand, boolean and) {
        switch (operand) {
            case SqlExpression.And(List<SqlExpression> inner) when and -> terms.addAll(inner);
            case SqlExpression.Or(List<SqlExpression> inner) when !and -> terms.addAll(inner);
            default -> terms.add(operand);
        }
    }

    private static Parsed refusedOperator(Parsed left, String symbol, Parsed right) {
        return combine(
                left,
                right,
                0,
                new Refused(Form.OTHER, () -> "Unsupported binary operator: " + symbol));
    }

    /** The operator applied, unless an operand is refused already or the tree gets too high. */
    private static Parsed combine(
            Parsed left, Parsed right, int comparisons, SqlExpression combined) {
        if (left.expression() instanceof Refused refused) {
            return new Parsed(new Refused(Form.OTHER, refused.text()), left.from());
        }
        if (right.expression() instanceof Refused refused) {
            return new Parsed(new Refused(Form.OTHER, refused.text()), left.from());
        }
        int height = 1 + Math.max(left.height(), right.height());
        if (height > QueryLimits.OPERATOR_HEIGHT_MAX
                || comparisons > QueryLimits.COMPARISON_CHAIN_MAX) {
            return new Parsed(new Refused(Form.OTHER, () -> TOO_DEEP), left.from());
        }
        return new Parsed(combined, left.from(), height, comparisons);
    }

    private Parsed refused(int from) {
        return refused(Form.OTHER, from);
    }

    private Parsed refused(Form form, int from) {
        int to = cursor.position();
        return new Parsed(
                new Refused(form, () -> "Unsupported expression: " + cursor.text(from, to)), from);
    }

    private static Parsed refusedLiteral(String shown, int from) {
        return new Parsed(
                new Refused(Form.LITERAL, () -> "Unsupported literal expression: " + shown), from);
    }
}
