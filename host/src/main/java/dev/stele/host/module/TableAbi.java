package dev.stele.host.module;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a guest can ask of its database during one call: the table ABI of spec 01 section 1.4, the
 * same for every language.
 *
 * <p>Buffers are plain arrays that the binding owns; the host reads or writes them before it
 * returns and keeps none. Lengths and counts are in bytes unless named otherwise; u32 values are
 * the bits of an int. Every method may throw {@link AbiException} with the errno that spec 01 names
 * for it, among them {@link Errno#NOT_IN_TRANSACTION} outside a transaction. Runs on the thread of
 * the call, nowhere else.
 */
public interface TableAbi {

    int tableIdFromName(String name);

    int indexIdFromName(String name);

    /** Rows visible to the transaction. */
    long rowCount(int tableId);

    /** Opens an iterator over all rows. */
    int tableScan(int tableId);

    /**
     * Opens an iterator over the rows whose key equals {@code key[offset, offset + length)}: one
     * value, or the columns' values back to back.
     */
    int indexScanPoint(int indexId, byte[] key, int offset, int length);

    /**
     * Opens an iterator over a range: {@code prefixElems} column values, then a lower and an upper
     * {@code Bound} of the next column, all consecutive in {@code buffer} from {@code offset}. An
     * {@code upperLength} of 0 means that the lower bound serves as upper bound too.
     */
    int indexScanRange(
            int indexId,
            byte[] buffer,
            int offset,
            int prefixLength,
            int prefixElems,
            int lowerLength,
            int upperLength);

    /**
     * Looks up at most one row by the key of a unique index and copies it to {@code into} from 0.
     *
     * @return its length; -1 when there is none; {@code -2 - length} when {@code into} is too small
     */
    int findPoint(int indexId, byte[] key, int offset, int length, byte[] into);

    /**
     * Copies as many whole rows as fit in {@code into}.
     *
     * @return the bytes copied; {@code -1 - bytes} when that exhausted the iterator, which is then
     *     gone; {@link Integer#MIN_VALUE} {@code + needed} when not even one row fits
     */
    int rowIterAdvance(int iterator, byte[] into);

    void rowIterClose(int iterator);

    /**
     * Inserts the row in {@code row[0, length)}. Generated columns are written back, in column
     * order, to the start of {@code row}.
     *
     * @return bytes written back
     */
    int insert(int tableId, byte[] row, int length);

    /**
     * Replaces the row that has the same key in the unique index; writes back like {@link #insert}.
     */
    int update(int tableId, int indexId, byte[] row, int length);

    /** Deletes as {@link #indexScanPoint} finds; returns the number of rows. */
    int deleteByIndexPoint(int indexId, byte[] key, int offset, int length);

    /** Deletes as {@link #indexScanRange} finds; returns the number of rows. */
    int deleteByIndexRange(
            int indexId,
            byte[] buffer,
            int offset,
            int prefixLength,
            int prefixElems,
            int lowerLength,
            int upperLength);

    /** Deletes the rows equal to one of the BSATN array of rows; returns how many there were. */
    int deleteAllByEq(int tableId, byte[] rows, int offset, int length);

    /** Deletes all rows; returns how many there were. */
    long clear(int tableId);

    /**
     * {@code level} 0 error, 1 warn, 2 info, 3 debug, 4 trace, 101 panic; {@code target} and {@code
     * filename} null for none, {@code line} negative for none.
     */
    void consoleLog(
            int level,
            @Nullable String target,
            @Nullable String filename,
            int line,
            String message);

    int consoleTimerStart(String name);

    void consoleTimerEnd(int timer);

    /** The database's own identity. */
    Identity databaseIdentity();

    /** The JWT payload of a connection as JSON text, empty when there is none. */
    Bytes jwtPayload(ConnectionId connection);

    /** Calls a function right after this transaction, not stored: spec 01 section 1.4. */
    void scheduleImmediate(String function, Bytes args);

    /**
     * Calls a reducer of another module of the database in the same transaction; returns what it
     * said when it refused. {@code reducer} is its full name.
     *
     * @throws PeerFailedException when it crashed
     */
    Optional<String> callReducer(String reducer, Bytes args);

    /** The guest that uses this from now on is in {@code scope}; returns the scope until now. */
    ModuleScope enter(ModuleScope scope);
}
