package dev.stele.host.error;

import org.jspecify.annotations.Nullable;

/** A request that cannot be served; the message is fit for the caller. */
public final class HostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public HostException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public HostException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
