package dev.stele.host.query;

import dev.stele.host.sats.Identity;

/** A statement that is refused; the message is for its author, worded as the reference words it. */
public final class QueryException extends RuntimeException {

    /** What the refusal of a term of FROM begins with. */
    static final String UNSUPPORTED_FROM = "Unsupported FROM expression: ";

    private static final long serialVersionUID = 1L;

    public QueryException(String message) {
        super(message, null, false, false);
    }

    /** The same refusal with the statement it concerns, as subscriptions report it. */
    public QueryException executing(String sql) {
        return new QueryException(getMessage() + ", executing: `" + sql + "`");
    }

    /** The refusal of a writing statement to {@code caller}, who does not own the database. */
    public static QueryException notAuthorized(Identity caller) {
        return new QueryException(
                "Caller " + caller.toHex() + " is not authorized to run SQL DML statements");
    }

    static QueryException syntax(String problem) {
        return new QueryException("sql parser error: " + problem);
    }

    static QueryException unresolvedName(String name) {
        return new QueryException("`" + name + "` is not in scope");
    }

    static QueryException unexpectedType(String actual, String wanted) {
        return new QueryException(
                "Unexpected type: (expected) " + actual + " != " + wanted + " (inferred)");
    }

    static QueryException invalidLiteral(String literal, String type) {
        return new QueryException(
                "The literal expression `" + literal + "` cannot be parsed as type `" + type + "`");
    }
}
