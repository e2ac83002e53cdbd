package dev.stele.host.environment;

/** A failure of the disk, or bytes on it that cannot be what was written; names the place. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** {@code what} happened in {@code path} at {@code offset}, in bytes (-1 when it has none). */
    public StorageException(String path, long offset, String what, Throwable cause) {
        super(text(path, offset, what) + ": " + cause.getMessage(), cause);
    }

    public StorageException(String path, long offset, String what) {
        super(text(path, offset, what));
    }

    private static String text(String path, long offset, String what) {
        return path + (offset < 0 ? "" : " at byte " + offset) + ": " + what;
    }
}
