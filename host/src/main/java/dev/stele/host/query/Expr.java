package dev.stele.host.query;

import java.util.Optional;

/** An expression as it is written; {@code text} is its source for error messages. */
sealed interface Expr {

    String text();

    record Literal(Kind kind, String value, String text) implements Expr {
        enum Kind {
            BOOL,
            NUMBER,
            STRING,
            HEX
        }
    }

    /** {@code :sender}. */
    record Sender(String text) implements Expr {}

    record Column(Optional<String> table, String name, String text) implements Expr {}

    record Comparison(CompareOp op, Expr left, Expr right, String text) implements Expr {}

    record And(Expr left, Expr right, String text) implements Expr {}

    record Or(Expr left, Expr right, String text) implements Expr {}
}
