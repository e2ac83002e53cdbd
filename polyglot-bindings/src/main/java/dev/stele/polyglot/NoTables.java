package dev.stele.polyglot;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.ModuleScope;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call outside of any database: there is no transaction and nobody reads the log. */
public final class NoTables implements TableAbi {

    private static AbiException none() {
        return new AbiException(Errno.NOT_IN_TRANSACTION);
    }

    @Override
    public int tableIdFromName(String name) {
        throw none();
    }

    @Override
    public int indexIdFromName(String name) {
        throw none();
    }

    @Override
    public long rowCount(int tableId) {
        throw none();
    }

    @Override
    public int tableScan(int tableId) {
        throw none();
    }

    @Override
    public int indexScanPoint(int indexId, byte[] key, int offset, int length) {
        throw none();
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
        throw none();
    }

    @Override
    public int findPoint(int indexId, byte[] key, int offset, int length, byte[] into) {
        throw none();
    }

    @Override
    public int rowIterAdvance(int iterator, byte[] into) {
        throw none();
    }

    @Override
    public void rowIterClose(int iterator) {
        throw none();
    }

    @Override
    public int insert(int tableId, byte[] row, int length) {
        throw none();
    }

    @Override
    public int update(int tableId, int indexId, byte[] row, int length) {
        throw none();
    }

    @Override
    public int deleteByIndexPoint(int indexId, byte[] key, int offset, int length) {
        throw none();
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
        throw none();
    }

    @Override
    public int deleteAllByEq(int tableId, byte[] rows, int offset, int length) {
        throw none();
    }

    @Override
    public long clear(int tableId) {
        throw none();
    }

    @Override
    public void consoleLog(
            int level,
            @Nullable String target,
            @Nullable String filename,
            int line,
            String message) {}

    @Override
    public int consoleTimerStart(String name) {
        throw none();
    }

    @Override
    public void consoleTimerEnd(int timer) {
        throw none();
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
        throw none();
    }

    @Override
    public Optional<String> callReducer(String reducer, Bytes args) {
        throw none();
    }

    @Override
    public ModuleScope enter(ModuleScope scope) {
        throw none();
    }
}
