package dev.stele.polyglot.wasm.abi;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.TableAbi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row iterators of one call, by handle from 1; freed handles are used again. Each hands out
 * chunks: rows up to and including the one that ends behind {@link Limits#CHUNK_BYTES}. A guest
 * sees whole chunks only (spec 01 section 1.3), so the same calls succeed as on the reference.
 */
final class RowIters {

    /** Consecutive rows of one iterator. */
    static final class Chunk {
        private byte[] bytes = new byte[Limits.CHUNK_BYTES];
        private int size;
        private boolean isLast;

        byte[] bytes() {
            return bytes;
        }

        int size() {
            return size;
        }

        /** Whether the iterator has no more rows behind these. */
        boolean isLast() {
            return isLast;
        }
    }

    /** An iterator of the host's, and the chunk that was taken from it but not handed out. */
    private static final class Iter {
        final int rows;
        @Nullable Chunk pending;

        Iter(int rows) {
            this.rows = rows;
        }
    }

    private final List<@Nullable Iter> open = new ArrayList<>();
    private @Nullable Chunk spare;
    private long pendingBytes;

    /** Gives an iterator of the host's a handle. */
    int add(int rows) {
        Iter iter = new Iter(rows);
        int slot = open.indexOf(null);
        if (slot < 0 && open.size() == Limits.ITERATORS_MAX) {
            throw new AbiException(
                    Errno.NO_SPACE, Limits.ITERATORS_MAX + " row iterators are open");
        }
        if (slot >= 0) {
            open.set(slot, iter);
            return slot + 1;
        }
        open.add(iter);
        return open.size();
    }

    private Iter at(int handle) {
        Iter iter = handle >= 1 && handle <= open.size() ? open.get(handle - 1) : null;
        if (iter == null) {
            throw new AbiException(
                    Errno.NO_SUCH_ITER, "no row iterator " + Integer.toUnsignedString(handle));
        }
        return iter;
    }

    /** The next chunk, which stays the next until {@link #handedOut}. */
    Chunk next(TableAbi tables, int handle) {
        Iter iter = at(handle);
        Chunk chunk = iter.pending;
        if (chunk == null) {
            if (pendingBytes > Limits.PENDING_BYTES_MAX) {
                throw new AbiException(
                        Errno.NO_SPACE, pendingBytes + " bytes of rows wait for larger buffers");
            }
            chunk = spare == null ? new Chunk() : spare;
            spare = null;
            fill(tables, iter.rows, chunk);
            iter.pending = chunk;
            pendingBytes += chunk.bytes.length;
        }
        return chunk;
    }

    private static void fill(TableAbi tables, int rows, Chunk chunk) {
        int read = tables.rowIterAdvance(rows, chunk.bytes);
        if (read < -1 - chunk.bytes.length) {
            // Not even the first row fits.
            chunk.bytes = new byte[read - Integer.MIN_VALUE];
            read = tables.rowIterAdvance(rows, chunk.bytes);
        } else if (read >= 0) {
            // What ends behind the limit is the next row: it did not fit, so there is one.
            byte[] row = new byte[tables.rowIterAdvance(rows, new byte[0]) - Integer.MIN_VALUE];
            int last = tables.rowIterAdvance(rows, row);
            chunk.bytes = Arrays.copyOf(chunk.bytes, read + row.length);
            System.arraycopy(row, 0, chunk.bytes, read, row.length);
            read = last < 0 ? -1 - (read + row.length) : read + row.length;
        }
        chunk.isLast = read < 0;
        chunk.size = read < 0 ? -1 - read : read;
    }

    /** The next chunk was written to the guest; after the last one the handle is free. */
    void handedOut(int handle) {
        Iter iter = at(handle);
        Chunk chunk = iter.pending;
        iter.pending = null;
        if (chunk != null) {
            pendingBytes -= chunk.bytes.length;
            if (chunk.isLast) {
                open.set(handle - 1, null);
            }
            if (chunk.bytes.length == Limits.CHUNK_BYTES) {
                spare = chunk;
            }
        }
    }

    void close(TableAbi tables, int handle) {
        Iter iter = at(handle);
        open.set(handle - 1, null);
        Chunk chunk = iter.pending;
        if (chunk != null) {
            pendingBytes -= chunk.bytes.length;
        }
        if (chunk == null || !chunk.isLast) {
            tables.rowIterClose(iter.rows);
        }
    }

    void clear() {
        if (!open.isEmpty()) {
            open.clear();
            pendingBytes = 0;
        }
    }
}
