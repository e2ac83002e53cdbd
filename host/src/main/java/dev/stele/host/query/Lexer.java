package dev.stele.host.query;

import java.util.ArrayList;
import java.util.List;

/** Cuts SQL text into tokens. */
final class Lexer {

    private static final String[] SYMBOLS = {
        "<>", "!=", "<=", ">=", "||", "::", "=", "<", ">", "(", ")", ",", ".", "*", "+", "-", "/",
        "%", ";", "[", "]"
    };

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /** The tokens of {@code sql}, with {@link Token.Kind#END} behind them. */
    static List<Token> tokens(String sql) {
        return new Lexer(sql).run();
    }

    private List<Token> run() {
        while (true) {
            skipBlanks();
            if (at == sql.length()) {
                tokens.add(new Token(Token.Kind.END, "EOF", at, at));
                return tokens;
            }
            next();
        }
    }

    private void skipBlanks() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                if (end < 0) {
                    throw SqlText.error("sql parser error: Unexpected EOF while in a comment");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    private void add(Token.Kind kind, String text, int start) {
        tokens.add(new Token(kind, text, start, at));
    }

    private void next() {
        int start = at;
        char c = peek(0);
        if ((c == 'x' || c == 'X') && peek(1) == '\'') {
            at++;
            add(Token.Kind.HEX, quoted('\'', "string"), start);
        } else if (c == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
            at += 2;
            while (Character.digit(peek(0), 16) >= 0) {
                at++;
            }
            add(Token.Kind.HEX, sql.substring(start + 2, at), start);
        } else if (Character.isDigit(c) || (c == '.' && Character.isDigit(peek(1)))) {
            number();
            add(Token.Kind.NUMBER, sql.substring(start, at), start);
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            while (Character.isUnicodeIdentifierPart(peek(0)) && peek(0) != '\0') {
                at++;
            }
            add(Token.Kind.WORD, sql.substring(start, at), start);
        } else if (c == '\'') {
            add(Token.Kind.STRING, quoted('\'', "string"), start);
        } else if (c == '"') {
            add(Token.Kind.QUOTED_IDENTIFIER, quoted('"', "quoted identifier"), start);
        } else if (c == ':' && Character.isUnicodeIdentifierStart(peek(1))) {
            at++;
            while (Character.isUnicodeIdentifierPart(peek(0)) && peek(0) != '\0') {
                at++;
            }
            add(Token.Kind.PARAMETER, sql.substring(start, at), start);
        } else if (c == '$' || c == '?') {
            at++;
            while (Character.isLetterOrDigit(peek(0))) {
                at++;
            }
            add(Token.Kind.PLACEHOLDER, sql.substring(start, at), start);
        } else {
            symbol(start);
        }
    }

    private void symbol(int start) {
        for (String symbol : SYMBOLS) {
            if (sql.startsWith(symbol, at)) {
                at += symbol.length();
                add(Token.Kind.SYMBOL, symbol, start);
                return;
            }
        }
        at += Character.charCount(sql.codePointAt(at));
        add(Token.Kind.SYMBOL, sql.substring(start, at), start);
    }

    private void number() {
        while (Character.isDigit(peek(0))) {
            at++;
        }
        if (peek(0) == '.') {
            at++;
            while (Character.isDigit(peek(0))) {
                at++;
            }
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
            if (Character.isDigit(peek(sign))) {
                at += sign;
                while (Character.isDigit(peek(0))) {
                    at++;
                }
            }
        }
    }

    /** What stands between two {@code quote}s; a doubled one stands for itself. */
    private String quoted(char quote, String what) {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c != quote) {
                out.append(c);
            } else if (peek(0) == quote) {
                out.append(quote);
                at++;
            } else {
                return out.toString();
            }
        }
        throw SqlText.error("sql parser error: Unterminated " + what + " literal");
    }
}
