package dev.stele.host.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An expression as parsed, its names not looked up. */
sealed interface SqlExpression {

    /** A column; {@code table} is the table's name or alias, dots included, when written. */
    record Column(Optional<String> table, String name) implements SqlExpression {}

    record Constant(SqlLiteral literal) implements SqlExpression {}

    /** {@code :sender}, the caller's identity. */
    record Sender() implements SqlExpression {}

    record Compare(SqlExpression left, Comparison operator, SqlExpression right)
            implements SqlExpression {}

    record And(List<SqlExpression> terms) implements SqlExpression {
        public And {
            terms = List.copyOf(terms);
        }
    }

    record Or(List<SqlExpression> terms) implements SqlExpression {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    /**
     * Something that is no part of the language, with the refusal it deserves. Refused only when
     * the whole statement has been read, because a syntax error further on comes first.
     */
    record Refused(Form form, Supplier<String> text) implements SqlExpression {

        /** The refusal; made only now, because most are never shown and a long one costs time. */
        String message() {
            return text.get();
        }
    }

    /** What was refused, as far as the place where it stands matters. */
    enum Form {
        LITERAL,
        CALL,
        OTHER
    }
}
