package dev.stele.host.query;

import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import java.nio.charset.StandardCharsets;

/** Limits of SQL text, and how its errors are made. */
final class SqlText {

    /** Length of a statement, in UTF-8 bytes. */
    static final int BYTES_MAX = 50_000;

    /** How deep expressions may nest, in parentheses and operators. */
    static final int DEPTH_MAX = 500;

    /** How much of a text that is too long is shown, in characters. */
    private static final int SHOWN_CHARS = 120;

    private SqlText() {}

    static HostException error(String message) {
        return new HostException(ErrorCode.INVALID_SQL, message);
    }

    static HostException unsupported(String what) {
        return error("Unsupported: " + what);
    }

    static void checkLength(String sql) {
        if (sql.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw error(
                    "SQL query exceeds maximum allowed length: \""
                            + sql.substring(0, Math.min(SHOWN_CHARS, sql.length()))
                            + "...\"");
        }
    }
}
