package dev.stele.conformance.wire;

/** What a server sent is not what the protocol says, or nothing came at all. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
