package dev.stele.host.module;

/**
 * A call of another module's reducer that crashed or was stopped: the whole call fails, whatever
 * the caller would do about it.
 */
public final class PeerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PeerFailedException(String reducer, GuestOutcome outcome) {
        super("reducer " + reducer + " failed: " + outcome, null, false, false);
    }
}
