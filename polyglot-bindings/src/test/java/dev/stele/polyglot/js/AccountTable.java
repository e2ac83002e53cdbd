package dev.stele.polyglot.js;

import dev.stele.host.module.ModuleScope;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one table of the benchmark: accounts by u32 key, rows of 12 bytes, in a hash map. */
final class AccountTable implements TableAbi {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ROW_BYTES = 12;
    private static final int ITERATORS = 1;

    private final Map<Integer, byte[]> rows = new HashMap<>();
    private byte[] iterated = new byte[0];

    AccountTable(int accounts) {
        for (int i = 0; i < accounts; i++) {
            rows.put(i, PublishedPackageTest.account(i, 1_000_000_000L));
        }
    }

    private static int key(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    @Override
    public int tableIdFromName(String name) {
        return 1;
    }

    @Override
    public int indexIdFromName(String name) {
        return 1;
    }

    @Override
    public int indexScanPoint(int indexId, byte[] key, int offset, int length) {
        iterated = rows.getOrDefault(key(key, offset), new byte[0]);
        return ITERATORS;
    }

    @Override
    public int findPoint(int indexId, byte[] key, int offset, int length, byte[] into) {
        byte[] row = rows.get(key(key, offset));
        if (row == null) {
            return -1;
        }
        System.arraycopy(row, 0, into, 0, ROW_BYTES);
        return ROW_BYTES;
    }

    @Override
    public int rowIterAdvance(int iterator, byte[] into) {
        System.arraycopy(iterated, 0, into, 0, iterated.length);
        return -1 - iterated.length;
    }

    @Override
    public int update(int tableId, int indexId, byte[] row, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(row, 0, copy, 0, length);
        rows.put(key(copy, 0), copy);
        return 0;
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the transfer does not use this");
    }

    @Override
    public long rowCount(int tableId) {
        throw unused();
    }

    @Override
    public int tableScan(int tableId) {
        throw unused();
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
        throw unused();
    }

    @Override
    public void rowIterClose(int iterator) {
        throw unused();
    }

    @Override
    public int insert(int tableId, byte[] row, int length) {
        throw unused();
    }

    @Override
    public int deleteByIndexPoint(int indexId, byte[] key, int offset, int length) {
        throw unused();
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
        throw unused();
    }

    @Override
    public int deleteAllByEq(int tableId, byte[] rows, int offset, int length) {
        throw unused();
    }

    @Override
    public long clear(int tableId) {
        throw unused();
    }

    @Override
    public void consoleLog(
            int level,
            @Nullable String target,
            @Nullable String filename,
            int line,
            String message) {
        throw unused();
    }

    @Override
    public int consoleTimerStart(String name) {
        throw unused();
    }

    @Override
    public void consoleTimerEnd(int timer) {
        throw unused();
    }

    @Override
    public Identity databaseIdentity() {
        return Identity.ZERO;
    }

    @Override
    public Bytes jwtPayload(ConnectionId connection) {
        return Bytes.EMPTY;
    }

    @Override
    public void scheduleImmediate(String function, Bytes args) {
        throw unused();
    }

    @Override
    public Optional<String> callReducer(String reducer, Bytes args) {
        throw unused();
    }

    @Override
    public ModuleScope enter(ModuleScope scope) {
        throw unused();
    }
}
