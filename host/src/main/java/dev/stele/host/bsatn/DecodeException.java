package dev.stele.host.bsatn;

/**
 * Bytes that are not a value of the expected type. The message says what, where, and what was
 * expected.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DecodeException(String message) {
        super(message, null, false, false);
    }
}
