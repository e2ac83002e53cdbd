package dev.stele.host.query;

/** A piece of SQL text: {@code text} is its value, {@code start} and {@code end} its place. */
record Token(Kind kind, String text, int start, int end) {

    enum Kind {
        /** A bare word: keyword or identifier. */
        WORD,
        QUOTED_IDENTIFIER,
        NUMBER,
        STRING,
        /** Digits of {@code 0x..} or {@code X'..'}. */
        HEX,
        /** {@code :name}. */
        PARAMETER,
        /** {@code $1}, {@code ?}: known, and refused. */
        PLACEHOLDER,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
