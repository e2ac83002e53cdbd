package dev.stele.polyglot.wasm.abi;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import org.graalvm.polyglot.HostAccess;

/** Import module {@code spacetime_10.0}: tables, iterators, bytes, console. Spec 01 section 1.4. */
public final class Spacetime10_0 {

    private static final int COLUMNS_MAX = 0xffff;
    private static final int EXHAUSTED = -1;

    /** A bound that does not decode: what an empty one is. */
    private static final byte NO_BOUND = (byte) 0xff;

    private final HostSide host;

    public Spacetime10_0(HostSide host) {
        this.host = host;
    }

    /** Writes the id of a table, by name or accessor name. NO_SUCH_TABLE. */
    @HostAccess.Export
    public int tableIdFromName(int name, int nameLength, int out) {
        String text = host.name(name, nameLength);
        return host.errno(
                "table_id_from_name", tables -> host.out(out, tables.tableIdFromName(text)));
    }

    /** Writes the id of an index, by name or source name. NO_SUCH_INDEX. */
    @HostAccess.Export
    public int indexIdFromName(int name, int nameLength, int out) {
        String text = host.name(name, nameLength);
        return host.errno(
                "index_id_from_name", tables -> host.out(out, tables.indexIdFromName(text)));
    }

    /** Writes the number of rows, u64. NO_SUCH_TABLE. */
    @HostAccess.Export
    public int datastoreTableRowCount(int table, int out) {
        return host.errno(
                "datastore_table_row_count", tables -> host.out(out, tables.rowCount(table)));
    }

    /** Opens an iterator over all rows. NO_SUCH_TABLE. */
    @HostAccess.Export
    public int datastoreTableScanBsatn(int table, int out) {
        return host.errno(
                "datastore_table_scan_bsatn",
                tables -> host.out(out, host.iters().add(tables.tableScan(table))));
    }

    /** What the two range functions do with a range once it is in scratch memory. */
    private interface Ranged {
        int run(TableAbi tables, byte[] buffer, int prefix, int lower, int upper);
    }

    private int ranged(
            String function,
            int prefix,
            int prefixLength,
            int prefixElems,
            int start,
            int startLength,
            int end,
            int endLength,
            int out,
            Ranged operation) {
        if (prefixElems < 0 || prefixElems > COLUMNS_MAX) {
            throw new GuestTrap(
                    Integer.toUnsignedString(prefixElems) + " prefix columns, at most 65535");
        }
        int prefixBytes = prefixElems == 0 ? 0 : prefixLength;
        if (prefixElems > 0) {
            host.in(0, prefix, prefixBytes);
        }
        host.in(prefixBytes, start, startLength);
        int bounds = Math.addExact(prefixBytes, startLength);
        byte[] buffer = host.in(bounds, end, endLength);
        int upper = endLength;
        if (upper == 0) {
            buffer = host.room(bounds, 1);
            buffer[bounds] = NO_BOUND;
            upper = 1;
        }
        byte[] range = buffer;
        int upperLength = upper;
        return host.errno(
                function,
                tables ->
                        host.out(
                                out,
                                operation.run(
                                        tables, range, prefixBytes, startLength, upperLength)));
    }

    /**
     * Opens an iterator over a range of an index: {@code prefixElems} whole column values, then
     * bounds of the next column. NO_SUCH_INDEX, WRONG_INDEX_ALGO, BSATN_DECODE_ERROR.
     */
    @HostAccess.Export
    public int datastoreIndexScanRangeBsatn(
            int index,
            int prefix,
            int prefixLength,
            int prefixElems,
            int start,
            int startLength,
            int end,
            int endLength,
            int out) {
        return ranged(
                "datastore_index_scan_range_bsatn",
                prefix,
                prefixLength,
                prefixElems,
                start,
                startLength,
                end,
                endLength,
                out,
                (tables, buffer, prefixBytes, lower, upper) ->
                        host.iters()
                                .add(
                                        tables.indexScanRange(
                                                index,
                                                buffer,
                                                0,
                                                prefixBytes,
                                                prefixElems,
                                                lower,
                                                upper)));
    }

    /** The former name of {@link #datastoreIndexScanRangeBsatn}. */
    @HostAccess.Export
    public int datastoreBtreeScanBsatn(
            int index,
            int prefix,
            int prefixLength,
            int prefixElems,
            int start,
            int startLength,
            int end,
            int endLength,
            int out) {
        return datastoreIndexScanRangeBsatn(
                index, prefix, prefixLength, prefixElems, start, startLength, end, endLength, out);
    }

    /** Deletes the rows of a range; writes how many, u32. Fails as the scan does. */
    @HostAccess.Export
    public int datastoreDeleteByIndexScanRangeBsatn(
            int index,
            int prefix,
            int prefixLength,
            int prefixElems,
            int start,
            int startLength,
            int end,
            int endLength,
            int out) {
        return ranged(
                "datastore_delete_by_index_scan_range_bsatn",
                prefix,
                prefixLength,
                prefixElems,
                start,
                startLength,
                end,
                endLength,
                out,
                (tables, buffer, prefixBytes, lower, upper) ->
                        tables.deleteByIndexRange(
                                index, buffer, 0, prefixBytes, prefixElems, lower, upper));
    }

    /** The former name of {@link #datastoreDeleteByIndexScanRangeBsatn}. */
    @HostAccess.Export
    public int datastoreDeleteByBtreeScanBsatn(
            int index,
            int prefix,
            int prefixLength,
            int prefixElems,
            int start,
            int startLength,
            int end,
            int endLength,
            int out) {
        return datastoreDeleteByIndexScanRangeBsatn(
                index, prefix, prefixLength, prefixElems, start, startLength, end, endLength, out);
    }

    /**
     * Deletes the rows equal to one of a BSATN array of rows; writes how many, u32. NO_SUCH_TABLE,
     * BSATN_DECODE_ERROR.
     */
    @HostAccess.Export
    public int datastoreDeleteAllByEqBsatn(int table, int rows, int rowsLength, int out) {
        byte[] buffer = host.in(rows, rowsLength);
        return host.errno(
                "datastore_delete_all_by_eq_bsatn",
                tables -> host.out(out, tables.deleteAllByEq(table, buffer, 0, rowsLength)));
    }

    /**
     * Writes as many whole chunks as fit; writes the bytes to {@code bufferLength}. Returns -1 when
     * that was all, 0 when there are more, BUFFER_TOO_SMALL with the length of the next chunk,
     * NO_SUCH_ITER, or NO_SPACE when too much was asked for with buffers that are too small.
     */
    @HostAccess.Export
    public int rowIterBsatnAdvance(int iterator, int buffer, int bufferLength) {
        int[] result = {0};
        int errno =
                host.errno(
                        "row_iter_bsatn_advance",
                        Errno.NO_SUCH_ITER,
                        tables -> result[0] = advance(tables, iterator, buffer, bufferLength));
        return errno != 0 ? errno : result[0];
    }

    private int advance(TableAbi tables, int iterator, int buffer, int bufferLength) {
        RowIters.Chunk chunk = host.iters().next(tables, iterator);
        int capacity = host.length(bufferLength);
        host.check(buffer, capacity);
        int written = 0;
        while (Integer.compareUnsigned(chunk.size(), capacity - written) <= 0) {
            host.out(buffer + written, chunk.bytes(), 0, chunk.size());
            written += chunk.size();
            boolean isLast = chunk.isLast();
            host.iters().handedOut(iterator);
            if (isLast) {
                host.out(bufferLength, written);
                return EXHAUSTED;
            }
            chunk = host.iters().next(tables, iterator);
        }
        host.out(bufferLength, written > 0 ? written : chunk.size());
        return written > 0 ? 0 : Errno.BUFFER_TOO_SMALL.code();
    }

    /** Closes an iterator. NO_SUCH_ITER. */
    @HostAccess.Export
    public int rowIterBsatnClose(int iterator) {
        return host.errno(
                "row_iter_bsatn_close",
                Errno.NO_SUCH_ITER,
                tables -> host.iters().close(tables, iterator));
    }

    /**
     * Inserts a row; writes the columns that the host generated back to its start, and their
     * length. NO_SUCH_TABLE, BSATN_DECODE_ERROR, UNIQUE_ALREADY_EXISTS.
     */
    @HostAccess.Export
    public int datastoreInsertBsatn(int table, int row, int rowLength) {
        int length = host.length(rowLength);
        byte[] buffer = host.in(row, length);
        host.writes(length);
        return host.errno(
                "datastore_insert_bsatn",
                tables -> writeBack(row, rowLength, buffer, tables.insert(table, buffer, length)));
    }

    /**
     * Replaces the row with the same key in a unique index; writes back as an insert does.
     * NO_SUCH_TABLE, NO_SUCH_INDEX, INDEX_NOT_UNIQUE, NO_SUCH_ROW, and what an insert fails with.
     */
    @HostAccess.Export
    public int datastoreUpdateBsatn(int table, int index, int row, int rowLength) {
        int length = host.length(rowLength);
        byte[] buffer = host.in(row, length);
        host.writes(length);
        return host.errno(
                "datastore_update_bsatn",
                tables ->
                        writeBack(
                                row,
                                rowLength,
                                buffer,
                                tables.update(table, index, buffer, length)));
    }

    private void writeBack(int row, int rowLength, byte[] generated, int length) {
        host.out(row, generated, 0, length);
        host.out(rowLength, length);
    }

    /** Calls a function right after this transaction; not stored. */
    @HostAccess.Export
    public void volatileNonatomicScheduleImmediate(
            int name, int nameLength, int args, int argsLength) {
        String function = host.name(name, nameLength);
        Bytes bytes = Bytes.copyOf(host.in(args, argsLength), 0, argsLength);
        host.writes(argsLength);
        int errno =
                host.errno(
                        "volatile_nonatomic_schedule_immediate",
                        tables -> tables.scheduleImmediate(function, bytes));
        if (errno != 0) {
            throw new GuestTrap(
                    "volatile_nonatomic_schedule_immediate of \""
                            + function
                            + "\": error "
                            + errno);
        }
    }

    /** Appends to a sink. NO_SUCH_BYTES; NO_SPACE beyond 64 MiB. */
    @HostAccess.Export
    public int bytesSinkWrite(int sink, int buffer, int bufferLength) {
        try {
            ByteSinks.Sink into = host.sinks().at(sink);
            int length = host.length(bufferLength);
            host.check(buffer, length);
            byte[] bytes = into.grow(length);
            host.memory().read(buffer, bytes, into.size(), length);
            into.wrote(length);
            return 0;
        } catch (AbiException e) {
            return e.errno().code();
        }
    }

    /**
     * Reads from a source; writes the bytes read to {@code bufferLength}. Returns -1 when that was
     * all (the source is gone then), 0 when there is more, or NO_SUCH_BYTES.
     */
    @HostAccess.Export
    public int bytesSourceRead(int source, int buffer, int bufferLength) {
        ByteSources.Source from;
        try {
            from = host.sources().at(source);
        } catch (AbiException e) {
            return e.errno().code();
        }
        int capacity = host.length(bufferLength);
        host.check(buffer, capacity);
        int length =
                Integer.compareUnsigned(capacity, from.remaining()) < 0
                        ? capacity
                        : from.remaining();
        host.out(buffer, from.bytes.unsafeArray(), from.position, length);
        from.position += length;
        host.out(bufferLength, length);
        if (from.remaining() > 0) {
            return 0;
        }
        host.sources().remove(source);
        return EXHAUSTED;
    }

    /**
     * Writes a line to the module's log: 0 error, 1 warn, 2 info, 3 debug, 4 trace, 101 panic.
     * Target and file may be null, the line may be u32's maximum. What cannot be read is not
     * logged.
     */
    @HostAccess.Export
    public void consoleLog(
            int level,
            int target,
            int targetLength,
            int file,
            int fileLength,
            int line,
            int message,
            int messageLength) {
        try {
            host.console()
                    .line(
                            level,
                            target == 0
                                    ? null
                                    : host.text(target, targetLength, Limits.LABEL_BYTES_MAX),
                            file == 0 ? null : host.text(file, fileLength, Limits.LABEL_BYTES_MAX),
                            line,
                            host.text(message, messageLength, Limits.TEXT_BYTES_MAX));
        } catch (GuestTrap unreadable) {
            return;
        }
    }

    /** Starts a timer; returns its id, 0 for none outside of a call. */
    @HostAccess.Export
    public int consoleTimerStart(int name, int nameLength) {
        String text = host.text(name, nameLength, Limits.LABEL_BYTES_MAX);
        if (!host.isInCall()) {
            return 0;
        }
        int[] timer = {0};
        int errno =
                host.errno(
                        "console_timer_start", tables -> timer[0] = tables.consoleTimerStart(text));
        if (errno != 0) {
            throw new GuestTrap("console_timer_start: error " + errno);
        }
        return timer[0];
    }

    /** Logs how long a timer ran. NO_SUCH_CONSOLE_TIMER. */
    @HostAccess.Export
    public int consoleTimerEnd(int timer) {
        return host.errno(
                "console_timer_end",
                Errno.NO_SUCH_CONSOLE_TIMER,
                tables -> tables.consoleTimerEnd(timer));
    }

    /** Writes the database's identity, 32 bytes little-endian; zeros while it is not known yet. */
    @HostAccess.Export
    public void identity(int out) {
        host.out(out, host.isInCall() ? identity() : Identity.ZERO.littleEndian());
    }

    private Bytes identity() {
        Bytes[] bytes = {Identity.ZERO.littleEndian()};
        host.errno("identity", tables -> bytes[0] = tables.databaseIdentity().littleEndian());
        return bytes[0];
    }
}
