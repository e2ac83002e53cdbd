package dev.stele.host.table;

/** Two rows with the same key, where a unique index was to be built over them. */
public final class UniqueViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int indexPosition;

    UniqueViolationException(int indexPosition, IndexLayout layout) {
        super(
                "rows with the same key in columns "
                        + layout.columns()
                        + ", expected distinct keys (index "
                        + indexPosition
                        + ")",
                null,
                false,
                false);
        this.indexPosition = indexPosition;
    }

    /** Position of the violated index in the new layout. */
    public int indexPosition() {
        return indexPosition;
    }
}
