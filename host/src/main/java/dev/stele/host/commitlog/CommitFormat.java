package dev.stele.host.commitlog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The bytes of segment headers and commits; see the package's table. */
final class CommitFormat {

    static final byte[] SEGMENT_HEADER = segmentHeader();

    /** min TxOffset + epoch + n + length. */
    static final int COMMIT_HEADER_BYTES = 8 + 8 + 2 + 4;

    static final int CHECKSUM_BYTES = 4;

    /** Transactions in one commit: n is a u16. */
    static final int COMMIT_TRANSACTIONS_MAX = 65_535;

    /** Bytes of records in one commit; a reader refuses a longer one before it allocates. */
    static final int COMMIT_RECORD_BYTES_MAX = 512 << 20;

    private CommitFormat() {}

    private static byte[] segmentHeader() {
        ByteBuffer out = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        out.put("(ds)^2".getBytes(StandardCharsets.US_ASCII));
        out.put((byte) 1).put((byte) 0).putShort((short) 0);
        return out.array();
    }

    /** The file of the segment whose first transaction is {@code minTxOffset}. */
    static String fileName(long minTxOffset) {
        return String.format("%020d.stdb.log", minTxOffset);
    }

    static void putHeader(ByteBuffer out, long minTxOffset, int count, int recordBytes) {
        out.putLong(minTxOffset).putLong(0).putShort((short) count).putInt(recordBytes);
    }

    /** CRC-32C of {@code length} bytes of {@code array} from {@code offset}. */
    static int checksum(byte[] array, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(array, offset, length);
        return (int) crc.getValue();
    }
}
