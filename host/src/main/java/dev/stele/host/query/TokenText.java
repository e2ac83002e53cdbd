package dev.stele.host.query;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows a range of tokens in one line: keywords in capitals, one space between words, the rest as
 * its author wrote it.
 */
final class TokenText {

    private static final Set<String> KEYWORDS =
            Set.of(
                    "SELECT",
                    "DISTINCT",
                    "ALL",
                    "FROM",
                    "WHERE",
                    "GROUP",
                    "BY",
                    "HAVING",
                    "ORDER",
                    "LIMIT",
                    "OFFSET",
                    "FETCH",
                    "FIRST",
                    "NEXT",
                    "ONLY",
                    "ROWS",
                    "FOR",
                    "UNION",
                    "EXCEPT",
                    "INTERSECT",
                    "WITH",
                    "AS",
                    "JOIN",
                    "INNER",
                    "LEFT",
                    "RIGHT",
                    "FULL",
                    "OUTER",
                    "CROSS",
                    "NATURAL",
                    "USING",
                    "ON",
                    "AND",
                    "OR",
                    "NOT",
                    "IN",
                    "IS",
                    "NULL",
                    "BETWEEN",
                    "LIKE",
                    "ILIKE",
                    "SIMILAR",
                    "ESCAPE",
                    "CASE",
                    "WHEN",
                    "THEN",
                    "ELSE",
                    "END",
                    "CAST",
                    "EXISTS",
                    "INTERVAL",
                    "INSERT",
                    "INTO",
                    "VALUES",
                    "RETURNING",
                    "CONFLICT",
                    "DEFAULT",
                    "UPDATE",
                    "SET",
                    "DELETE",
                    "CREATE",
                    "TABLE",
                    "DROP",
                    "ALTER",
                    "ADD",
                    "COLUMN",
                    "TRUNCATE",
                    "EXPLAIN",
                    "ANALYZE",
                    "BEGIN",
                    "START",
                    "TRANSACTION",
                    "COMMIT",
                    "ROLLBACK",
                    "ASC",
                    "DESC",
                    "NULLS",
                    "LAST",
                    "TRUE",
                    "FALSE",
                    "OVER",
                    "PARTITION",
                    "FILTER",
                    "COLLATE",
                    "INDEX",
                    "VIEW",
                    "IF",
                    "PRIMARY",
                    "SHOW",
                    "LATERAL",
                    "RECURSIVE",
                    "XOR",
                    "REPLACE");

    private static final Set<String> NO_SPACE_BEFORE = Set.of(",", ")", ".", ";", "]", "::", "[");
    private static final Set<String> NO_SPACE_AFTER = Set.of("(", ".", "::", "[", ":");
    private static final Set<String> SIGNS = Set.of("-", "+", "~");

    private TokenText() {}

    /**
     * The tokens from {@code from} up to, not including, {@code to}; {@code implicitAs} holds the
     * positions of aliases that are written without {@code AS}.
     */
    static String of(String sql, List<Token> tokens, int from, int to, Set<Integer> implicitAs) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (i > from && spaceBetween(tokens, from, i)) {
                text.append(' ');
            }
            if (implicitAs.contains(i)) {
                text.append("AS ");
            }
            text.append(shown(sql, tokens.get(i)));
        }
        return text.toString();
    }

    /** A token as error texts show it. */
    static String shown(String sql, Token token) {
        String source = sql.substring(token.start(), token.end());
        return switch (token.kind()) {
            case WORD -> isKeyword(token) ? token.text().toUpperCase(Locale.ROOT) : token.text();
            case SYMBOL -> token.text().equals("!=") ? "<>" : token.text();
            case HEX -> "X'" + token.text() + "'";
            case OTHER_LITERAL -> token.text();
            case QUOTED_WORD, STRING, NUMBER -> source;
            case END -> token.text();
        };
    }

    private static boolean isKeyword(Token token) {
        return token.kind() == Token.Kind.WORD
                && KEYWORDS.contains(token.text().toUpperCase(Locale.ROOT));
    }

    private static boolean spaceBetween(List<Token> tokens, int from, int at) {
        Token previous = tokens.get(at - 1);
        Token token = tokens.get(at);
        if (token.isSymbol("(")) {
            if (previous.isName() && (!isKeyword(previous) || previous.isKeyword("CAST"))) {
                return previous.end() < token.start();
            }
            return !NO_SPACE_AFTER.contains(previous.text());
        }
        if (token.kind() == Token.Kind.SYMBOL && NO_SPACE_BEFORE.contains(token.text())) {
            return false;
        }
        if (previous.kind() == Token.Kind.SYMBOL) {
            if (NO_SPACE_AFTER.contains(previous.text())) {
                return false;
            }
            return !(SIGNS.contains(previous.text()) && isPrefix(tokens, from, at - 1));
        }
        return true;
    }

    /** Whether the sign at {@code at} stands before its only operand. */
    private static boolean isPrefix(List<Token> tokens, int from, int at) {
        if (at == from) {
            return true;
        }
        Token previous = tokens.get(at - 1);
        return isKeyword(previous)
                || (previous.kind() == Token.Kind.SYMBOL
                        && !previous.text().equals(")")
                        && !previous.text().equals("]"));
    }
}
