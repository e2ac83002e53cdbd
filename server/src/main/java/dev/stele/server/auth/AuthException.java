package dev.stele.server.auth;

/** Credentials that are not accepted; {@code status} is 400 for unreadable ones, else 401. */
public final class AuthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public AuthException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
