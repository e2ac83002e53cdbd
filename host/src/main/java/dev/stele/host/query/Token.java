package dev.stele.host.query;

/**
 * A word of a statement.
 *
 * @param text what it means: an identifier without quotes, a string without escapes, the digits of
 *     a hex literal, the symbol of an operator
 * @param start position of its first character in the statement
 * @param end position behind its last character
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
record Token(Kind kind, String text, int start, int end, int line, int column) {

    enum Kind {
        WORD,
        QUOTED_WORD,
        STRING,
        NUMBER,
        HEX,
        /** A literal of a form that no statement accepts, such as {@code E'..'} or {@code $1}. */
        OTHER_LITERAL,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isKeyword(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_WORD;
    }
}
