package dev.stele.host.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a statement into tokens as PostgreSQL does. Not thread-safe; used once. */
final class Lexer {

    /** Operators of more than one character; of two that fit, the longer one is listed first. */
    private static final List<String> LONG_SYMBOLS =
            List.of(
                    "!~~*", "->>", "#>>", "!~*", "!~~", "~~*", "<=>", "<>", "!=", "<=", ">=", "==",
                    "||", "::", ":=", "->", "=>", "#>", "#-", "@>", "<@", "@@", "<<", ">>", "&&",
                    "!~", "~*", "~~", "^@");

    private static final String SHORT_SYMBOLS = "=<>+-*/%^|&#~!@,.;:()[]{}?\\";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lineStart;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /**
     * The tokens of {@code sql}, the last of which is {@link Token.Kind#END}.
     *
     * @throws QueryException for text that is too long, an unknown character, or a literal or
     *     comment without end
     */
    static List<Token> tokens(String sql) {
        if (sql.length() > QueryLimits.TEXT_BYTES_MAX
                || sql.getBytes(StandardCharsets.UTF_8).length > QueryLimits.TEXT_BYTES_MAX) {
            int shown =
                    sql.offsetByCodePoints(
                            0, Math.min(QueryLimits.TEXT_SHOWN_CHARS, sql.codePointCount(0, 400)));
            throw new QueryException(
                    "SQL query exceeds maximum allowed length: \""
                            + sql.substring(0, shown)
                            + "...\"");
        }
        Lexer lexer = new Lexer(sql);
        lexer.run();
        return List.copyOf(lexer.tokens);
    }

    private void run() {
        skipBlanks();
        while (position < sql.length()) {
            next();
            skipBlanks();
        }
        add(Token.Kind.END, "EOF", position);
    }

    private void next() {
        int start = position;
        char c = sql.charAt(position);
        if (c == '\'') {
            add(Token.Kind.STRING, quoted('\'', "string literal"), start);
        } else if (c == '"') {
            add(Token.Kind.QUOTED_WORD, quoted('"', "quoted identifier"), start);
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (isWordStart(c)) {
            word();
        } else if (c == '$') {
            dollar();
        } else {
            symbol();
        }
    }

    private void word() {
        int start = position;
        if (peek(1) == '\'' && "xXbBeEnN".indexOf(sql.charAt(position)) >= 0) {
            prefixedString();
            return;
        }
        if (sql.regionMatches(true, position, "U&'", 0, 3)) {
            position += 2;
            quoted('\'', "string literal");
            add(Token.Kind.OTHER_LITERAL, sql.substring(start, position), start);
            return;
        }
        while (position < sql.length() && isWordPart(sql.charAt(position))) {
            position++;
        }
        add(Token.Kind.WORD, sql.substring(start, position), start);
    }

    private void prefixedString() {
        int start = position;
        char prefix = Character.toUpperCase(sql.charAt(position));
        position++;
        if (prefix == 'E') {
            escapedString();
            add(Token.Kind.OTHER_LITERAL, sql.substring(start, position), start);
            return;
        }
        String content = quoted('\'', "string literal");
        if (prefix == 'X') {
            add(Token.Kind.HEX, content, start);
        } else {
            add(Token.Kind.OTHER_LITERAL, prefix + sql.substring(start + 1, position), start);
        }
    }

    private void escapedString() {
        int start = position;
        position++;
        while (position < sql.length()) {
            char c = sql.charAt(position);
            position++;
            if (c == '\\' && position < sql.length()) {
                newLineAt(position);
                position++;
            } else if (c == '\'' && peek(0) == '\'') {
                position++;
            } else if (c == '\'') {
                return;
            } else {
                newLineAt(position - 1);
            }
        }
        throw unterminated("encoded string literal", start);
    }

    /** Reads what stands between two {@code quote}s; a doubled one stands for itself. */
    private String quoted(char quote, String what) {
        int start = position;
        int startLine = line;
        int startColumn = column(start);
        StringBuilder content = new StringBuilder();
        position++;
        while (position < sql.length()) {
            char c = sql.charAt(position);
            position++;
            if (c != quote) {
                content.append(c);
                newLineAt(position - 1);
            } else if (peek(0) == quote) {
                content.append(quote);
                position++;
            } else {
                return content.toString();
            }
        }
        throw QueryException.syntax(
                "Unterminated " + what + " at Line: " + startLine + ", Column " + startColumn);
    }

    private void number() {
        int start = position;
        if (sql.charAt(position) == '0' && (peek(1) == 'x' || peek(1) == 'X') && isHex(peek(2))) {
            position += 2;
            while (isHex(peek(0))) {
                position++;
            }
            add(Token.Kind.HEX, sql.substring(start + 2, position), start);
            return;
        }
        skipDigits();
        if (peek(0) == '.') {
            position++;
            skipDigits();
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (isDigit(peek(1 + sign))) {
                position += 1 + sign;
                skipDigits();
            }
        }
        add(Token.Kind.NUMBER, sql.substring(start, position), start);
    }

    private void skipDigits() {
        while (isDigit(peek(0))) {
            position++;
        }
    }

    /** {@code $1}, {@code $name}, or a string {@code $tag$ .. $tag$}. */
    private void dollar() {
        int start = position;
        position++;
        while (position < sql.length()
                && isWordPart(sql.charAt(position))
                && sql.charAt(position) != '$') {
            position++;
        }
        if (peek(0) == '$') {
            String delimiter = sql.substring(start, position + 1);
            int close = sql.indexOf(delimiter, position + 1);
            if (close < 0) {
                throw unterminated("dollar-quoted string", start);
            }
            for (int i = position; i < close; i++) {
                newLineAt(i);
            }
            position = close + delimiter.length();
        }
        add(Token.Kind.OTHER_LITERAL, sql.substring(start, position), start);
    }

    private void symbol() {
        int start = position;
        for (String symbol : LONG_SYMBOLS) {
            if (sql.startsWith(symbol, position)) {
                position += symbol.length();
                add(Token.Kind.SYMBOL, symbol, start);
                return;
            }
        }
        int character = sql.codePointAt(position);
        position += Character.charCount(character);
        if (SHORT_SYMBOLS.indexOf(character) < 0) {
            throw QueryException.syntax(
                    "Unexpected character '"
                            + Character.toString(character)
                            + "' at Line: "
                            + line
                            + ", Column "
                            + column(start));
        }
        add(Token.Kind.SYMBOL, Character.toString(character), start);
    }

    private void skipBlanks() {
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
                newLineAt(position);
                position++;
            } else if (c == '-' && peek(1) == '-') {
                int end = sql.indexOf('\n', position);
                position = end < 0 ? sql.length() : end;
            } else if (c == '/' && peek(1) == '*') {
                blockComment();
            } else {
                return;
            }
        }
    }

    private void blockComment() {
        int depth = 0;
        do {
            if (position >= sql.length()) {
                throw QueryException.syntax(
                        "Unexpected EOF while in a multi-line comment at Line: "
                                + line
                                + ", Column "
                                + column(position));
            }
            if (sql.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                newLineAt(position);
                position++;
            }
        } while (depth > 0);
    }

    private QueryException unterminated(String what, int start) {
        return QueryException.syntax(
                "Unterminated " + what + " at Line: " + line + ", Column " + column(start));
    }

    private void add(Token.Kind kind, String text, int start) {
        tokens.add(new Token(kind, text, start, position, line, column(start)));
    }

    private int column(int at) {
        return Math.max(0, at - lineStart) + 1;
    }

    private void newLineAt(int at) {
        if (sql.charAt(at) == '\n') {
            line++;
            lineStart = at + 1;
        }
    }

    /** The character {@code distance} ahead, or NUL behind the end. */
    private char peek(int distance) {
        int at = position + distance;
        return at < sql.length() ? sql.charAt(at) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isWordStart(char c) {
        return c == '_' || Character.isLetter(c) || Character.isSurrogate(c);
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
