package dev.stele.host.subscription;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.Bytes;
import java.util.List;

/**
 * Rows of one table as clients receive them, encoded once: {@code BsatnRowList} of spec 04 section
 * 4.3, its size hint and data.
 *
 * <pre>
 * u8 0, u16 row size             when all rows have the same size of at most 65535 bytes
 * u8 1, u32 n, n x u64 offset    otherwise, and for no rows
 * u32 bytes, rows back to back
 * </pre>
 */
public final class RowList {

    private static final int FIXED_SIZE_BYTES_MAX = 65_535;

    public static final RowList EMPTY = of(List.of());

    private final int count;
    private final Bytes encoded;

    private RowList(int count, Bytes encoded) {
        this.count = count;
        this.encoded = encoded;
    }

    public static RowList of(List<byte[]> rows) {
        int total = 0;
        boolean isFixed = !rows.isEmpty() && rows.getFirst().length <= FIXED_SIZE_BYTES_MAX;
        for (byte[] row : rows) {
            total = Math.addExact(total, row.length);
            isFixed &= row.length == rows.getFirst().length;
        }
        BsatnWriter out = new BsatnWriter(total + 16 + (isFixed ? 0 : 8 * rows.size()));
        if (isFixed) {
            out.u8(0).u16(rows.getFirst().length);
        } else {
            out.u8(1).u32(rows.size());
            long at = 0;
            for (byte[] row : rows) {
                out.i64(at);
                at += row.length;
            }
        }
        out.u32(total);
        for (byte[] row : rows) {
            out.raw(row, 0, row.length);
        }
        return new RowList(rows.size(), Bytes.wrap(out.toByteArray()));
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The encoding above. */
    public Bytes encoded() {
        return encoded;
    }
}
