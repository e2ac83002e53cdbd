package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import java.util.Arrays;

/**
 * One row of each table of a plan, as far as they are found. The arrays belong to the tables;
 * nobody may write to them. Reused; one thread.
 */
final class FoundRow {

    private final byte[][] pages;
    private final int[] offsets;
    private final int[] lengths;

    FoundRow(int tables) {
        pages = new byte[tables][];
        offsets = new int[tables];
        lengths = new int[tables];
    }

    void set(int table, byte[] page, int offset, int length) {
        pages[table] = page;
        offsets[table] = offset;
        lengths[table] = length;
    }

    byte[] page(int table) {
        return pages[table];
    }

    int offset(int table) {
        return offsets[table];
    }

    int length(int table) {
        return lengths[table];
    }

    /** The row of one table, copied. */
    byte[] copy(int table) {
        return Arrays.copyOfRange(pages[table], offsets[table], offsets[table] + lengths[table]);
    }

    /** The rows of all tables laid end to end. */
    byte[] concatenated() {
        if (pages.length == 1) {
            return copy(0);
        }
        BsatnWriter out = new BsatnWriter();
        for (int i = 0; i < pages.length; i++) {
            out.raw(pages[i], offsets[i], lengths[i]);
        }
        return out.toByteArray();
    }
}
