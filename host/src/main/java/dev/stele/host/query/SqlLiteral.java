package dev.stele.host.query;

/** A constant as written: {@code text} without quotes, with its sign, without {@code 0x}. */
record SqlLiteral(Kind kind, String text) {

    enum Kind {
        BOOL,
        NUMBER,
        STRING,
        HEX
    }

    boolean isTrue() {
        return kind == Kind.BOOL && text.equalsIgnoreCase("true");
    }
}
