package dev.stele.host.table;

/**
 * Walks rows without copying them. It begins before the first row; page, offset and length are
 * those of the row that {@link #next} moved to. Valid until the edit that it reads is changed; on a
 * {@link Table} for ever.
 */
public abstract class RowCursor {

    private final RowReader rows;
    private long rowId = -1;

    RowCursor(RowReader rows) {
        this.rows = rows;
    }

    /** The row id of the next row, or -1 at the end. */
    abstract long nextId();

    /** Moves to the next row; false when there is none. */
    public final boolean next() {
        rowId = nextId();
        if (rowId < 0) {
            return false;
        }
        rows.locate(rowId);
        return true;
    }

    /** The array that holds the row; nobody may write to it. */
    public final byte[] page() {
        return rows.page();
    }

    public final int offset() {
        return rows.offset();
    }

    public final int length() {
        return rows.length();
    }

    public final long rowId() {
        return rowId;
    }
}
