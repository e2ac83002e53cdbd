package dev.stele.host.module;

/** A host function's refusal: an errno for the guest, with a text that says which value it was. */
public final class AbiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public AbiException(Errno errno, String message) {
        super(message, null, false, false);
        this.errno = errno;
    }

    public AbiException(Errno errno) {
        this(errno, errno.text());
    }

    public Errno errno() {
        return errno;
    }
}
