package dev.stele.polyglot.js;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.ModuleScope;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tables in memory for tests of a binding: rows are bytes, the one index of a table is the primary
 * key in the row's first bytes. Every name of a table or index that is asked for is known.
 */
class InMemoryTables implements TableAbi {

    static final Identity DATABASE = Identity.ofHex("c2".repeat(32));

    /** A line that the module logged. */
    record LogLine(int level, @Nullable String filename, int line, String message) {}

    private static final class Table {
        final Map<Bytes, byte[]> rows = new LinkedHashMap<>();
        ToIntFunction<byte[]> keyLength = row -> 4;
        boolean generatesKey;
        int next = 1;
    }

    final List<LogLine> log = new ArrayList<>();
    final List<String> scheduled = new ArrayList<>();
    final List<String> called = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Integer, Table> tables = new HashMap<>();
    private final Map<Integer, Integer> tableOfIndex = new HashMap<>();
    private final Map<Integer, Deque<byte[]>> iterators = new HashMap<>();
    private int nextIterator = 1;

    /** Makes the first column, a u32, of a table filled in when it is 0. */
    InMemoryTables withGeneratedKey(String table) {
        table(tableIdFromName(table)).generatesKey = true;
        return this;
    }

    /** Tells where the key at the start of a table's rows ends. */
    InMemoryTables withKey(String table, ToIntFunction<byte[]> keyLength) {
        table(tableIdFromName(table)).keyLength = keyLength;
        return this;
    }

    void put(String table, byte[] row) {
        Table target = table(tableIdFromName(table));
        target.rows.put(key(target, row), row.clone());
    }

    List<Bytes> rows(String table) {
        return table(tableIdFromName(table)).rows.values().stream().map(Bytes::copyOf).toList();
    }

    int openIterators() {
        return iterators.size();
    }

    private Table table(int id) {
        Table table = tables.get(id);
        if (table == null) {
            throw new AbiException(Errno.NO_SUCH_TABLE);
        }
        return table;
    }

    private static Bytes key(Table table, byte[] row) {
        return Bytes.copyOf(row, 0, table.keyLength.applyAsInt(row));
    }

    private int id(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
        return names.indexOf(name) + 1;
    }

    @Override
    public int tableIdFromName(String name) {
        if (name.startsWith("missing")) {
            throw new AbiException(Errno.NO_SUCH_TABLE);
        }
        int id = id("table " + name);
        tables.computeIfAbsent(id, key -> new Table());
        return id;
    }

    /** Index names begin with the name of their table. */
    @Override
    public int indexIdFromName(String name) {
        int id = id("index " + name);
        for (String known : List.copyOf(names)) {
            String table = known.startsWith("table ") ? known.substring(6) : "";
            if (!table.isEmpty() && name.startsWith(table + "_")) {
                tableOfIndex.put(id, tableIdFromName(table));
                return id;
            }
        }
        throw new AbiException(Errno.NO_SUCH_INDEX);
    }

    private Table ofIndex(int index) {
        Integer table = tableOfIndex.get(index);
        if (table == null) {
            throw new AbiException(Errno.NO_SUCH_INDEX);
        }
        return table(table);
    }

    @Override
    public long rowCount(int tableId) {
        return table(tableId).rows.size();
    }

    private int open(Iterable<byte[]> rows) {
        Deque<byte[]> queue = new ArrayDeque<>();
        rows.forEach(queue::add);
        iterators.put(nextIterator, queue);
        return nextIterator++;
    }

    @Override
    public int tableScan(int tableId) {
        return open(table(tableId).rows.values());
    }

    @Override
    public int indexScanPoint(int indexId, byte[] key, int offset, int length) {
        byte[] row = ofIndex(indexId).rows.get(Bytes.copyOf(key, offset, length));
        return open(row == null ? List.of() : List.of(row));
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
        return open(ofIndex(indexId).rows.values());
    }

    @Override
    public int findPoint(int indexId, byte[] key, int offset, int length, byte[] into) {
        byte[] row = ofIndex(indexId).rows.get(Bytes.copyOf(key, offset, length));
        if (row == null) {
            return -1;
        }
        if (row.length > into.length) {
            return -2 - row.length;
        }
        System.arraycopy(row, 0, into, 0, row.length);
        return row.length;
    }

    @Override
    public int rowIterAdvance(int iterator, byte[] into) {
        Deque<byte[]> rows = iterators.get(iterator);
        if (rows == null) {
            throw new AbiException(Errno.NO_SUCH_ITER);
        }
        int at = 0;
        while (!rows.isEmpty()) {
            byte[] row = rows.peek();
            if (at + row.length > into.length) {
                return at == 0 ? Integer.MIN_VALUE + row.length : at;
            }
            System.arraycopy(row, 0, into, at, row.length);
            at += row.length;
            rows.remove();
        }
        iterators.remove(iterator);
        return -1 - at;
    }

    @Override
    public void rowIterClose(int iterator) {
        if (iterators.remove(iterator) == null) {
            throw new AbiException(Errno.NO_SUCH_ITER);
        }
    }

    @Override
    public int insert(int tableId, byte[] row, int length) {
        Table table = table(tableId);
        ByteBuffer bytes = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
        int written = 0;
        if (table.generatesKey && bytes.getInt(0) == 0) {
            bytes.putInt(0, table.next++);
            written = 4;
        }
        byte[] copy = Bytes.copyOf(row, 0, length).toByteArray();
        if (table.rows.putIfAbsent(key(table, copy), copy) != null) {
            throw new AbiException(Errno.UNIQUE_ALREADY_EXISTS);
        }
        return written;
    }

    @Override
    public int update(int tableId, int indexId, byte[] row, int length) {
        Table table = table(tableId);
        byte[] copy = Bytes.copyOf(row, 0, length).toByteArray();
        if (table.rows.replace(key(table, copy), copy) == null) {
            throw new AbiException(Errno.NO_SUCH_ROW);
        }
        return 0;
    }

    @Override
    public int deleteByIndexPoint(int indexId, byte[] key, int offset, int length) {
        return ofIndex(indexId).rows.remove(Bytes.copyOf(key, offset, length)) == null ? 0 : 1;
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
        int count = ofIndex(indexId).rows.size();
        ofIndex(indexId).rows.clear();
        return count;
    }

    @Override
    public int deleteAllByEq(int tableId, byte[] rows, int offset, int length) {
        byte[] row = Bytes.copyOf(rows, offset + 4, length - 4).toByteArray();
        return table(tableId).rows.values().removeIf(r -> Arrays.equals(r, row)) ? 1 : 0;
    }

    @Override
    public long clear(int tableId) {
        long count = rowCount(tableId);
        table(tableId).rows.clear();
        return count;
    }

    @Override
    public void consoleLog(
            int level,
            @Nullable String target,
            @Nullable String filename,
            int line,
            String message) {
        log.add(new LogLine(level, filename, line, message));
    }

    @Override
    public int consoleTimerStart(String name) {
        return 1;
    }

    @Override
    public void consoleTimerEnd(int timer) {
        if (timer != 1) {
            throw new AbiException(Errno.NO_SUCH_CONSOLE_TIMER);
        }
    }

    @Override
    public Identity databaseIdentity() {
        return DATABASE;
    }

    @Override
    public Bytes jwtPayload(ConnectionId connection) {
        return connection.equals(ConnectionId.ZERO)
                ? Bytes.EMPTY
                : Bytes.ofUtf8("{\"sub\":\"" + connection.toHex() + "\"}");
    }

    @Override
    public void scheduleImmediate(String function, Bytes args) {
        scheduled.add(function + " " + args.toHex());
    }

    @Override
    public Optional<String> callReducer(String reducer, Bytes args) {
        called.add(reducer + " " + args.toHex());
        return reducer.endsWith("refuses") ? Optional.of("refused") : Optional.empty();
    }

    @Override
    public ModuleScope enter(ModuleScope scope) {
        return ModuleScope.ALONE;
    }
}
