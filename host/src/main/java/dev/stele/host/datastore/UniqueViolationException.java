package dev.stele.host.datastore;

/**
 * A row whose key in a unique index is taken; the message names index, table, columns and value.
 */
public final class UniqueViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UniqueViolationException(String message) {
        super(message, null, false, false);
    }
}
