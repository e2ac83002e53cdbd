package dev.stele.host.commitlog;

import dev.stele.host.environment.LogFile;
import dev.stele.host.environment.LogStore;
import dev.stele.host.environment.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The commit log of one database: the segments in one folder. One thread at a time uses it. Every
 * method may throw {@link StorageException}.
 */
public final class CommitLog implements AutoCloseable {

    /** Size at which a new segment begins, in bytes. */
    public static final long SEGMENT_BYTES_MAX = 1L << 30;

    private static final String SUFFIX = ".stdb.log";
    private static final int WRITE_BUFFER_BYTES = 1 << 20;

    private final LogStore folder;
    private final long segmentBytesMax;
    private final String repair;
    private long nextOffset;
    private @Nullable LogFile last;
    private ByteBuffer buffer =
            ByteBuffer.allocateDirect(WRITE_BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private CommitLog(
            LogStore folder,
            long segmentBytesMax,
            long nextOffset,
            @Nullable LogFile last,
            String repair) {
        this.folder = folder;
        this.segmentBytesMax = segmentBytesMax;
        this.nextOffset = nextOffset;
        this.last = last;
        this.repair = repair;
    }

    public static CommitLog open(LogStore folder, Consumer<Commit> replay) {
        return open(folder, SEGMENT_BYTES_MAX, replay);
    }

    /**
     * Opens the log in {@code folder}, hands every commit to {@code replay} in order, and cuts a
     * torn end off. New segments begin at {@code segmentBytesMax} bytes.
     *
     * @throws StorageException when a commit that was whole once is broken, with segment and byte
     */
    public static CommitLog open(LogStore folder, long segmentBytesMax, Consumer<Commit> replay) {
        List<Long> starts = segments(folder);
        long offset = 0;
        String repair = "";
        LogFile last = null;
        for (int i = 0; i < starts.size(); i++) {
            long start = starts.get(i);
            String name = CommitFormat.fileName(start);
            boolean isLast = i == starts.size() - 1;
            if (start != offset) {
                throw new StorageException(
                        name,
                        -1,
                        "segment begins at transaction " + start + ", expected " + offset);
            }
            LogFile file = folder.open(name);
            SegmentReader reader = new SegmentReader(file, start);
            boolean isOurs = reader.header();
            if (isOurs) {
                for (Optional<Commit> c = reader.next(); c.isPresent(); c = reader.next()) {
                    replay.accept(c.get());
                }
            }
            offset = reader.expectedOffset();
            if (!reader.stop().isEmpty()) {
                refuseLoss(file, reader, name, isLast);
                repair =
                        name
                                + ": cut at byte "
                                + reader.position()
                                + " of "
                                + file.size()
                                + ", "
                                + reader.stop();
                file.truncate(reader.position());
                if (!isOurs) {
                    file.append(ByteBuffer.wrap(CommitFormat.SEGMENT_HEADER));
                }
                file.sync();
            }
            if (isLast) {
                last = file;
            } else {
                file.close();
            }
        }
        return new CommitLog(folder, segmentBytesMax, offset, last, repair);
    }

    private static List<Long> segments(LogStore folder) {
        List<Long> starts = new ArrayList<>();
        for (String name : folder.files()) {
            if (!name.endsWith(SUFFIX)) {
                continue;
            }
            String digits = name.substring(0, name.length() - SUFFIX.length());
            if (!digits.matches("\\d{20}")) {
                throw new StorageException(name, -1, "segment name, expected 20 digits");
            }
            try {
                starts.add(Long.parseLong(digits));
            } catch (NumberFormatException _) {
                throw new StorageException(name, -1, "segment offset out of range");
            }
        }
        return starts;
    }

    /** Cutting is right only at the end of the log and only when nothing whole follows. */
    private static void refuseLoss(
            LogFile file, SegmentReader reader, String name, boolean isLast) {
        if (!isLast) {
            throw new StorageException(
                    name, reader.position(), reader.stop() + ", in a segment that is complete");
        }
        long broken = reader.position();
        String why = reader.stop();
        long offset = reader.expectedOffset();
        SegmentReader scan = new SegmentReader(file, offset);
        for (long at = broken + 1; at + CommitFormat.COMMIT_HEADER_BYTES <= file.size(); at++) {
            // A commit behind the break has a later offset, within what one commit can hold.
            if (scan.at(at, offset + 1, offset + CommitFormat.COMMIT_TRANSACTIONS_MAX)
                    .isPresent()) {
                throw new StorageException(
                        name, broken, why + ", but a whole commit follows at byte " + at);
            }
        }
    }

    /** The offset that the next transaction gets. */
    public long nextOffset() {
        return nextOffset;
    }

    /** What opening had to cut off, empty for nothing. */
    public String repair() {
        return repair;
    }

    /**
     * Appends {@code count} transactions, whose records are {@code records[0, length)}, and makes
     * them durable. {@code count} and {@code length} must be within a commit's limits.
     *
     * <p>One commit, then one sync: so at most the last commit of a log can be torn, and whatever
     * has a whole commit behind it was durable once.
     */
    public void append(int count, byte[] records, int length) {
        int whole = CommitFormat.COMMIT_HEADER_BYTES + length + CommitFormat.CHECKSUM_BYTES;
        LogFile file = segmentFor(whole);
        if (buffer.capacity() < whole) {
            buffer = ByteBuffer.allocateDirect(whole).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer out = buffer.clear();
        CommitFormat.putHeader(out, nextOffset, count, length);
        out.put(records, 0, length);
        CRC32C crc = new CRC32C();
        crc.update(out.duplicate().flip());
        out.putInt((int) crc.getValue());
        file.append(out.flip());
        file.sync();
        nextOffset += count;
    }

    private LogFile segmentFor(int bytes) {
        LogFile current = last;
        if (current != null
                && (current.size() + bytes <= segmentBytesMax
                        || current.size() == CommitFormat.SEGMENT_HEADER.length)) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        LogFile next = folder.open(CommitFormat.fileName(nextOffset));
        next.append(ByteBuffer.wrap(CommitFormat.SEGMENT_HEADER));
        next.sync();
        folder.sync();
        last = next;
        return next;
    }

    /** Transactions that one {@link #append} takes at most. */
    public static int transactionsMax() {
        return CommitFormat.COMMIT_TRANSACTIONS_MAX;
    }

    /** Bytes of records that one {@link #append} takes at most. */
    public static int recordBytesMax() {
        return CommitFormat.COMMIT_RECORD_BYTES_MAX;
    }

    @Override
    public void close() {
        LogFile current = last;
        if (current != null) {
            current.close();
            last = null;
        }
    }
}
