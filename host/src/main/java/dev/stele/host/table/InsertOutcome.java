package dev.stele.host.table;

/**
 * What {@link TableEdit#insert} and {@link TableEdit#replaceAt} answer, as an int so that nothing
 * is allocated: a constant below, or the position (from 0) of the unique index that the row would
 * violate.
 */
public final class InsertOutcome {

    /** The row is in the table now. */
    public static final int INSERTED = -1;

    /** An identical row was there; nothing changed. */
    public static final int DUPLICATE = -2;

    private InsertOutcome() {}

    /** Whether {@code outcome} is the position of a violated unique index. */
    public static boolean isViolation(int outcome) {
        return outcome >= 0;
    }
}
