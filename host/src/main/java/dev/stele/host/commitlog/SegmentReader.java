package dev.stele.host.commitlog;

import dev.stele.host.environment.LogFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads the commits of one segment one after the other, and says where and why it stopped. */
final class SegmentReader {

    private static final int READ_AHEAD_BYTES = 256 << 10;

    private final LogFile file;
    private final long size;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long position;
    private long expectedOffset;
    private String stop = "";

    /** Reads {@code file}, whose first transaction must be {@code firstOffset}. */
    SegmentReader(LogFile file, long firstOffset) {
        this.file = file;
        this.size = file.size();
        this.expectedOffset = firstOffset;
    }

    /** Where the next commit begins, or where reading stopped. */
    long position() {
        return position;
    }

    /** The offset that the next transaction must have. */
    long expectedOffset() {
        return expectedOffset;
    }

    /** Why {@link #next} returned nothing; empty at the end of the file. */
    String stop() {
        return stop;
    }

    /** Whether the segment's header is there and ours; moves behind it. */
    boolean header() {
        byte[] expected = CommitFormat.SEGMENT_HEADER;
        if (!load(0, expected.length)) {
            stop = "segment header of " + size + " bytes, expected " + expected.length;
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (window.get((int) (i - windowStart)) != expected[i]) {
                stop = "not a commit log segment of version 1 with CRC-32C";
                return false;
            }
        }
        position = expected.length;
        return true;
    }

    /** Makes {@code length} bytes from {@code from} available in the window. */
    private boolean load(long from, int length) {
        if (from + length > size) {
            return false;
        }
        if (from >= windowStart && from + length <= windowStart + window.limit()) {
            return true;
        }
        int wanted = (int) Math.min(size - from, Math.max(length, READ_AHEAD_BYTES));
        ByteBuffer next =
                (wanted <= window.capacity() ? window.clear() : ByteBuffer.allocate(wanted))
                        .limit(wanted);
        int read = file.readAt(from, next);
        window = next.flip().order(ByteOrder.LITTLE_ENDIAN);
        windowStart = from;
        return read >= length;
    }

    /** The next commit, or nothing when the segment ends or is broken here ({@link #stop}). */
    Optional<Commit> next() {
        if (position == size) {
            return Optional.empty();
        }
        Optional<Commit> commit = at(position, expectedOffset, expectedOffset);
        if (commit.isPresent()) {
            position +=
                    CommitFormat.COMMIT_HEADER_BYTES
                            + commit.get().records().length
                            + CommitFormat.CHECKSUM_BYTES;
            expectedOffset += commit.get().count();
        }
        return commit;
    }

    /**
     * The commit that begins at {@code at}, if a whole one with an offset in the given range does.
     */
    Optional<Commit> at(long at, long offsetMin, long offsetMax) {
        int headerBytes = CommitFormat.COMMIT_HEADER_BYTES;
        if (!load(at, headerBytes)) {
            return broken("commit header of " + (size - at) + " bytes, expected " + headerBytes);
        }
        int in = (int) (at - windowStart);
        long minTxOffset = window.getLong(in);
        int count = window.getShort(in + 16) & 0xFFFF;
        int length = window.getInt(in + 18);
        if (count == 0) {
            return broken("commit of 0 transactions, expected at least 1");
        }
        if (minTxOffset < offsetMin || minTxOffset > offsetMax) {
            return broken("commit of transaction " + minTxOffset + ", expected " + offsetMin);
        }
        if (length < 0 || length > CommitFormat.COMMIT_RECORD_BYTES_MAX) {
            return broken("commit of " + Integer.toUnsignedString(length) + " record bytes");
        }
        int whole = headerBytes + length + CommitFormat.CHECKSUM_BYTES;
        if (!load(at, whole)) {
            return broken("commit of " + whole + " bytes, " + (size - at) + " are there");
        }
        in = (int) (at - windowStart);
        int stored = window.getInt(in + headerBytes + length);
        int actual = CommitFormat.checksum(window.array(), in, headerBytes + length);
        if (stored != actual) {
            return broken("checksum does not match");
        }
        byte[] records = new byte[length];
        window.get(in + headerBytes, records);
        return Optional.of(new Commit(minTxOffset, count, records));
    }

    private Optional<Commit> broken(String why) {
        stop = why;
        return Optional.empty();
    }
}
