package dev.stele.host.exchange;

/** A request that got no response; the message is for the module that made it. */
public final class HttpFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    public HttpFailedException(String message) {
        super(message);
    }
}
