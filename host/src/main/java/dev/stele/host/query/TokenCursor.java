package dev.stele.host.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A place in the tokens of one statement text. Not thread-safe. */
final class TokenCursor {

    private static final Map<String, String> BRACKETS = Map.of("(", ")", "[", "]", "{", "}");

    private final String sql;
    private final List<Token> tokens;
    private final Set<Integer> implicitAs = new HashSet<>();
    private int position;

    TokenCursor(String sql) {
        this.sql = sql;
        this.tokens = Lexer.tokens(sql);
    }

    int position() {
        return position;
    }

    /** Goes back to where {@link #position} was {@code earlier}. */
    void backTo(int earlier) {
        position = earlier;
    }

    Token peek() {
        return tokens.get(position);
    }

    /** The token {@code distance} behind the next one; the end, if there are not so many. */
    Token peek(int distance) {
        return tokens.get(Math.min(position + distance, tokens.size() - 1));
    }

    Token at(int index) {
        return tokens.get(index);
    }

    Token next() {
        Token token = peek();
        if (position < tokens.size() - 1) {
            position++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Whether the statement, though perhaps not the text, ends here. */
    boolean atStatementEnd() {
        return atEnd() || peek().isSymbol(";");
    }

    boolean isSymbol(String symbol) {
        return peek().isSymbol(symbol);
    }

    boolean isKeyword(String... anyOf) {
        for (String keyword : anyOf) {
            if (peek().isKeyword(keyword)) {
                return true;
            }
        }
        return false;
    }

    boolean acceptSymbol(String symbol) {
        return accept(isSymbol(symbol));
    }

    boolean acceptKeyword(String keyword) {
        return accept(isKeyword(keyword));
    }

    private boolean accept(boolean matches) {
        if (matches) {
            next();
        }
        return matches;
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw expected(symbol);
        }
    }

    void expectKeyword(String keyword) {
        if (!acceptKeyword(keyword)) {
            throw expected(keyword);
        }
    }

    String expectName() {
        if (!peek().isName()) {
            throw expected("identifier");
        }
        return next().text();
    }

    /** {@code a}, {@code a.b}, ..: joined with dots, as names of submodules' tables are. */
    String expectDottedName() {
        StringBuilder name = new StringBuilder(expectName());
        while (acceptSymbol(".")) {
            name.append('.').append(expectName());
        }
        return name.toString();
    }

    QueryException expected(String what) {
        Token token = peek();
        String where =
                token.kind() == Token.Kind.END
                        ? ""
                        : " at Line: " + token.line() + ", Column " + token.column();
        String found =
                token.kind() == Token.Kind.END ? "EOF" : sql.substring(token.start(), token.end());
        return QueryException.syntax("Expected " + what + ", found: " + found + where);
    }

    /** Notes that the next token is an alias without {@code AS}. */
    void noteImplicitAs() {
        implicitAs.add(position);
    }

    /** The tokens from {@code from} up to {@code to} as one line. */
    String text(int from, int to) {
        return TokenText.of(sql, tokens, from, to, implicitAs);
    }

    /** Moves behind the bracket that closes the one which comes next. */
    void skipBrackets() {
        Deque<String> open = new ArrayDeque<>();
        do {
            if (atEnd()) {
                throw expected(open.isEmpty() ? "(" : open.peek());
            }
            Token token = next();
            if (token.kind() == Token.Kind.SYMBOL) {
                String closing = BRACKETS.get(token.text());
                if (closing != null) {
                    open.push(closing);
                } else if (token.text().equals(open.peek())) {
                    open.pop();
                } else if (BRACKETS.containsValue(token.text())) {
                    position--;
                    throw expected(open.isEmpty() ? "(" : open.peek());
                }
            }
        } while (!open.isEmpty());
    }

    /** Moves to the end of the statement, or to the first of {@code keywords} outside brackets. */
    void skipUntil(String... keywords) {
        while (!atStatementEnd() && !isKeyword(keywords)) {
            if (isSymbol("(") || isSymbol("[") || isSymbol("{")) {
                skipBrackets();
            } else if (isSymbol(")") || isSymbol("]") || isSymbol("}")) {
                throw expected("end of statement");
            } else {
                next();
            }
        }
    }
}
