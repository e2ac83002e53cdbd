package dev.stele.host.module;

import dev.stele.host.table.RowCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The row iterators that one call has open, by handle: 1 and up, freed handles are used again. */
final class RowIterators {

    /** How many iterators one call may have open. */
    static final int OPEN_MAX = 4096;

    /** A cursor, and whether it stands on a row that was not handed out yet. */
    private static final class Open {
        final RowCursor rows;
        boolean hasRow;

        Open(RowCursor rows) {
            this.rows = rows;
            this.hasRow = rows.next();
        }
    }

    private @Nullable Open[] slots = new @Nullable Open[4];
    private int used;

    int open(RowCursor rows) {
        int slot = 0;
        while (slot < used && slots[slot] != null) {
            slot++;
        }
        if (slot == slots.length) {
            if (slot == OPEN_MAX) {
                throw new AbiException(
                        Errno.NO_SPACE, OPEN_MAX + " row iterators are open, expected fewer");
            }
            slots = Arrays.copyOf(slots, slot * 2);
        }
        slots[slot] = new Open(rows);
        used = Math.max(used, slot + 1);
        return slot + 1;
    }

    private Open at(int handle) {
        Open open = handle >= 1 && handle <= used ? slots[handle - 1] : null;
        if (open == null) {
            throw new AbiException(
                    Errno.NO_SUCH_ITER, "no row iterator " + Integer.toUnsignedString(handle));
        }
        return open;
    }

    /** See {@link TableAbi#rowIterAdvance}. */
    int advance(int handle, byte[] into) {
        Open open = at(handle);
        int size = 0;
        while (open.hasRow) {
            int length = open.rows.length();
            if (length > into.length - size) {
                return size > 0 ? size : Integer.MIN_VALUE + length;
            }
            System.arraycopy(open.rows.page(), open.rows.offset(), into, size, length);
            size += length;
            open.hasRow = open.rows.next();
        }
        slots[handle - 1] = null;
        return -1 - size;
    }

    void close(int handle) {
        at(handle);
        slots[handle - 1] = null;
    }

    void clear() {
        if (used > 0) {
            Arrays.fill(slots, 0, used, null);
            used = 0;
        }
    }
}
