package dev.stele.host.module;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.datastore.Catalog;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.Catalog.IndexEntry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.datastore.SystemTables;
import dev.stele.host.datastore.UniqueViolationException;
import dev.stele.host.environment.Clock;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schedule.ScheduledTable;
import dev.stele.host.schema.IndexId;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.TableId;
import dev.stele.host.table.IndexReader;
import dev.stele.host.table.KeyRange;
import dev.stele.host.table.RowCursor;
import dev.stele.host.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table ABI over the transaction of the running call: the only way from a guest to the data.
 * One per module instance; used by the thread of the call only, and within {@link #begin} and
 * {@link #end}.
 */
class InstanceEnv implements TableAbi {

    private final Identity database;
    private final ModuleLog log;
    private final RowIterators iterators = new RowIterators();
    private final ConsoleTimers timers;
    private @Nullable MutTx tx;
    private @Nullable ReadLog reads;
    private ModuleScope scope = ModuleScope.ALONE;
    private String function = "";
    private boolean hasLoggedPanic;
    private long nowMicros;
    private final List<ImmediateCall> immediateCalls = new ArrayList<>();

    InstanceEnv(Identity database, ModuleLog log, Clock clock) {
        this.database = database;
        this.log = log;
        this.timers = new ConsoleTimers(clock);
    }

    /** Starts serving {@code function} within {@code transaction}. */
    void begin(MutTx transaction, String functionName, Timestamp now) {
        tx = transaction;
        nowMicros = now.micros();
        function = functionName;
        hasLoggedPanic = false;
    }

    /**
     * Starts serving the view {@code viewName}, which may read {@code transaction}; {@code log} is
     * told what it reads.
     */
    void beginView(MutTx transaction, String viewName, Timestamp now, ReadLog log) {
        begin(transaction, viewName, now);
        reads = log;
    }

    /** Starts serving {@code functionName} without a transaction. */
    final void beginOutside(String functionName, Timestamp now) {
        tx = null;
        nowMicros = now.micros();
        function = functionName;
        hasLoggedPanic = false;
    }

    /** A transaction begins within the call. */
    final void attach(MutTx transaction, Timestamp now) {
        tx = transaction;
        nowMicros = now.micros();
    }

    /** The transaction ends, and what reads it. */
    final void detach() {
        tx = null;
        iterators.clear();
    }

    /** Whether the guest itself has logged a panic during the last call. */
    boolean hasLoggedPanic() {
        return hasLoggedPanic;
    }

    /** Ends the call: iterators and timers that the guest left open are gone. */
    void end() {
        tx = null;
        reads = null;
        iterators.clear();
        timers.clear();
    }

    private MutTx tx() {
        MutTx current = tx;
        if (current == null) {
            throw new AbiException(Errno.NOT_IN_TRANSACTION);
        }
        return current;
    }

    /** The transaction, to write to: views may not. */
    private MutTx writableTx() {
        if (reads != null) {
            throw new AbiException(Errno.TRANSACTION_IS_READ_ONLY);
        }
        return tx();
    }

    private Entry table(int tableId) {
        Catalog catalog = tx().catalog();
        return catalog.table(new TableId(tableId))
                .filter(table -> !table.isView())
                .orElseThrow(() ->
                        new AbiException(
                                Errno.NO_SUCH_TABLE,
                                "no table with id " + Integer.toUnsignedString(tableId)));
    }

    private IndexEntry index(int indexId) {
        return tx().catalog()
                .index(new IndexId(indexId))
                .filter(index -> !index.table().isView())
                .orElseThrow(() ->
                        new AbiException(
                                Errno.NO_SUCH_INDEX,
                                "no index with id " + Integer.toUnsignedString(indexId)));
    }

    @Override
    public int tableIdFromName(String name) {
        return tx().catalog()
                .table(scope.prefix() + name)
                .filter(table -> !table.isView())
                .orElseThrow(() ->
                        new AbiException(
                                Errno.NO_SUCH_TABLE, "no table \"" + scope.prefix() + name + "\""))
                .schema()
                .id()
                .value();
    }

    @Override
    public int indexIdFromName(String name) {
        return tx().catalog()
                .index(scope.prefix() + name)
                .orElseThrow(() ->
                        new AbiException(
                                Errno.NO_SUCH_INDEX, "no index \"" + scope.prefix() + name + "\""))
                .value();
    }

    @Override
    public long rowCount(int tableId) {
        return tx().rowCount(whole(table(tableId)));
    }

    @Override
    public int tableScan(int tableId) {
        return iterators.open(tx().snapshot(whole(table(tableId))).scan());
    }

    /** Notes that all of {@code table} is read. */
    private Entry whole(Entry table) {
        if (reads != null) {
            reads.table(table);
        }
        return table;
    }

    @Override
    public int indexScanPoint(int indexId, byte[] key, int offset, int length) {
        return iterators.open(point(index(indexId), key, offset, length));
    }

    private RowCursor point(IndexEntry index, byte[] key, int offset, int length) {
        try {
            // A snapshot, so that the guest may write to the table while it iterates.
            Table table = tx().snapshot(index.table());
            RowCursor rows = table.index(index.position()).point(key, offset, length);
            if (reads != null) {
                reads.point(
                        index.table(),
                        index.position(),
                        table.orderedKey(index.position(), key, offset));
            }
            return rows;
        } catch (DecodeException e) {
            throw undecodable("key", index.table(), e);
        }
    }

    @Override
    public int indexScanRange(
            int indexId,
            byte[] buffer,
            int offset,
            int prefixLength,
            int prefixElems,
            int lowerLength,
            int upperLength) {
        IndexEntry index = index(indexId);
        return iterators.open(
                range(
                        index,
                        keyRange(
                                index,
                                buffer,
                                offset,
                                prefixLength,
                                prefixElems,
                                lowerLength,
                                upperLength)));
    }

    private static KeyRange keyRange(
            IndexEntry index,
            byte[] buffer,
            int offset,
            int prefixLength,
            int prefixElems,
            int lowerLength,
            int upperLength) {
        try {
            return KeyRange.of(
                    index.table().layout().indexes().get(index.position()),
                    index.table().schema().rowType(),
                    buffer,
                    offset,
                    prefixLength,
                    prefixElems,
                    lowerLength,
                    upperLength);
        } catch (DecodeException e) {
            throw undecodable("bound", index.table(), e);
        }
    }

    private RowCursor range(IndexEntry index, KeyRange range) {
        Table table = tx().snapshot(index.table());
        IndexReader reader = table.index(index.position());
        if (reads != null) {
            reads.range(index.table(), index.position(), table.span(index.position(), range));
        }
        if (reader.layout().kind() != IndexKind.HASH) {
            return reader.range(range);
        }
        byte[] point =
                range.asPoint()
                        .orElseThrow(() ->
                                new AbiException(
                                        Errno.WRONG_INDEX_ALGO,
                                        "range scan of a hash index of table \""
                                                + index.table().schema().name()
                                                + "\", expected a whole key"));
        return reader.point(point, 0, point.length);
    }

    @Override
    public int findPoint(int indexId, byte[] key, int offset, int length, byte[] into) {
        IndexEntry index = index(indexId);
        if (!index.isUnique()) {
            throw new AbiException(Errno.INDEX_NOT_UNIQUE);
        }
        try {
            int found = tx().findUnique(index.table(), index.position(), key, offset, length, into);
            if (reads != null) {
                reads.point(
                        index.table(),
                        index.position(),
                        tx().snapshot(index.table()).orderedKey(index.position(), key, offset));
            }
            return found;
        } catch (DecodeException e) {
            throw undecodable("key", index.table(), e);
        }
    }

    @Override
    public int rowIterAdvance(int iterator, byte[] into) {
        return iterators.advance(iterator, into);
    }

    @Override
    public void rowIterClose(int iterator) {
        iterators.close(iterator);
    }

    @Override
    public int insert(int tableId, byte[] row, int length) {
        Entry table = table(tableId);
        byte[] copy = copyRow(table, row, length);
        requireDelay(table, copy);
        try {
            return writeBack(writableTx().insert(table, copy), row);
        } catch (UniqueViolationException e) {
            throw new AbiException(Errno.UNIQUE_ALREADY_EXISTS, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int update(int tableId, int indexId, byte[] row, int length) {
        Entry table = table(tableId);
        IndexEntry index = index(indexId);
        if (index.table().slot() != table.slot()) {
            throw new AbiException(
                    Errno.NO_SUCH_INDEX,
                    "index " + indexId + " is not of table \"" + table.schema().name() + "\"");
        }
        if (!index.isUnique()) {
            throw new AbiException(Errno.INDEX_NOT_UNIQUE);
        }
        byte[] copy = copyRow(table, row, length);
        requireDelay(table, copy);
        try {
            byte[] generated = writableTx().update(table, index.position(), copy);
            if (generated == null) {
                throw new AbiException(Errno.NO_SUCH_ROW);
            }
            return writeBack(generated, row);
        } catch (UniqueViolationException e) {
            throw new AbiException(Errno.UNIQUE_ALREADY_EXISTS, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] copyRow(Entry table, byte[] row, int length) {
        try {
            return Arrays.copyOf(row, table.rows().validate(row, 0, length));
        } catch (DecodeException e) {
            throw undecodable("row", table, e);
        }
    }

    private void requireDelay(Entry table, byte[] row) {
        if (table.schema().def().schedule().isPresent()
                && ScheduledTable.of(table)
                        .filter(t -> t.at(row).isTooLong(nowMicros))
                        .isPresent()) {
            throw new AbiException(Errno.SCHEDULE_AT_DELAY_TOO_LONG);
        }
    }

    private static int writeBack(byte[] generated, byte[] row) {
        System.arraycopy(generated, 0, row, 0, generated.length);
        return generated.length;
    }

    private static AbiException undecodable(String what, Entry table, DecodeException e) {
        return new AbiException(
                Errno.BSATN_DECODE_ERROR,
                what + " of table \"" + table.schema().name() + "\": " + e.getMessage());
    }

    @Override
    public int deleteByIndexPoint(int indexId, byte[] key, int offset, int length) {
        IndexEntry index = index(indexId);
        return writableTx().deleteAll(index.table(), point(index, key, offset, length));
    }

    @Override
    public int deleteByIndexRange(
            int indexId,
            byte[] buffer,
            int offset,
            int prefixLength,
            int prefixElems,
            int lowerLength,
            int upperLength) {
        IndexEntry index = index(indexId);
        KeyRange range =
                keyRange(
                        index, buffer, offset, prefixLength, prefixElems, lowerLength, upperLength);
        return writableTx().deleteAll(index.table(), range(index, range));
    }

    @Override
    public int deleteAllByEq(int tableId, byte[] rows, int offset, int length) {
        Entry table = table(tableId);
        try {
            BsatnReader in = new BsatnReader(rows, offset, length);
            int count = in.count(0);
            byte[][] decoded = new byte[Math.min(count, length + 1)][];
            for (int i = 0; i < decoded.length; i++) {
                int size = table.rows().validate(rows, in.position(), in.remaining());
                decoded[i] = Arrays.copyOfRange(rows, in.position(), in.position() + size);
                in.skip(size);
            }
            int deleted = 0;
            for (byte[] row : decoded) {
                deleted += writableTx().delete(table, row) ? 1 : 0;
            }
            return deleted;
        } catch (DecodeException e) {
            throw undecodable("rows", table, e);
        }
    }

    @Override
    public long clear(int tableId) {
        return writableTx().clear(table(tableId));
    }

    @Override
    public void consoleLog(
            int level,
            @Nullable String target,
            @Nullable String filename,
            int line,
            String message) {
        LogLevel known = LogLevel.ofCode(level);
        hasLoggedPanic |= known == LogLevel.PANIC;
        log.append(known, function, target, filename, line, message);
    }

    @Override
    public int consoleTimerStart(String name) {
        return timers.start(name);
    }

    @Override
    public void consoleTimerEnd(int timer) {
        log.append(LogLevel.INFO, function, null, null, -1, timers.end(timer));
    }

    @Override
    public Identity databaseIdentity() {
        return database;
    }

    @Override
    public Bytes jwtPayload(ConnectionId connection) {
        Entry credentials =
                whole(tx().catalog().table(SystemTables.CONNECTION_CREDENTIALS).orElseThrow());
        byte[] key = connection.littleEndian().toByteArray();
        long rowId = tx().index(credentials, 0).findUnique(key, 0, key.length);
        if (rowId < 0) {
            return Bytes.EMPTY;
        }
        BsatnReader in = new BsatnReader(tx().copyRow(credentials, rowId));
        in.skip(ConnectionId.WIDTH_BYTES);
        return in.bytes();
    }

    @Override
    public void scheduleImmediate(String scheduled, Bytes args) {
        if (immediateCalls.size() >= Limits.IMMEDIATE_CALLS_MAX) {
            throw new AbiException(
                    Errno.HOST_CALL_FAILURE,
                    immediateCalls.size()
                            + " immediate calls are waiting, expected at most "
                            + Limits.IMMEDIATE_CALLS_MAX);
        }
        if (reads != null) {
            throw new AbiException(Errno.TRANSACTION_IS_READ_ONLY);
        }
        immediateCalls.add(new ImmediateCall(scope.prefix() + scheduled, args));
    }

    @Override
    public Optional<String> callReducer(String reducer, Bytes args) {
        writableTx();
        GuestOutcome outcome = scope.peers().call(reducer, args);
        return switch (outcome) {
            case GuestOutcome.Returned _ -> Optional.empty();
            case GuestOutcome.FailedUser(String message) -> Optional.of(message);
            default -> throw new PeerFailedException(reducer, outcome);
        };
    }

    @Override
    public ModuleScope enter(ModuleScope next) {
        ModuleScope before = scope;
        scope = next;
        return before;
    }

    /** A call that is to be made soon, whatever becomes of the transaction that asked for it. */
    record ImmediateCall(String function, Bytes args) {}

    /** The calls asked for since the last time. */
    List<ImmediateCall> takeImmediateCalls() {
        List<ImmediateCall> taken = List.copyOf(immediateCalls);
        immediateCalls.clear();
        return taken;
    }

    boolean hasImmediateCalls() {
        return !immediateCalls.isEmpty();
    }
}
