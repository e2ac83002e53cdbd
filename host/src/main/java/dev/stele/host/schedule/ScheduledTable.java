package dev.stele.host.schedule;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ScheduleDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableId;
import dev.stele.host.table.Table;
import java.util.List;
import java.util.Optional;

/** A table whose rows are calls to come. */
public final class ScheduledTable {

    private final Entry table;
    private final ScheduleDef schedule;
    private final int keyColumn;
    private final int keyIndex;

    private ScheduledTable(Entry table, ScheduleDef schedule, int keyColumn) {
        this.table = table;
        this.schedule = schedule;
        this.keyColumn = keyColumn;
        this.keyIndex = table.uniqueIndex(keyColumn);
    }

    /** {@code table} as a scheduled table, if it is one. */
    public static Optional<ScheduledTable> of(Entry table) {
        TableDef def = table.schema().def();
        return def.schedule()
                .flatMap(schedule ->
                        def.primaryKey().isPresent()
                                ? Optional.of(
                                        new ScheduledTable(
                                                table, schedule, def.primaryKey().getAsInt()))
                                : Optional.empty());
    }

    /** The scheduled table with id {@code tableId}. */
    public static Optional<ScheduledTable> of(Catalog catalog, int tableId) {
        return catalog.table(new TableId(tableId)).flatMap(ScheduledTable::of);
    }

    /** All scheduled tables of {@code catalog}. */
    static List<ScheduledTable> all(Catalog catalog) {
        return catalog.scheduledTables().stream().flatMap(entry -> of(entry).stream()).toList();
    }

    Entry table() {
        return table;
    }

    int tableId() {
        return table.schema().id().value();
    }

    String function() {
        return schedule.functionName();
    }

    long id(byte[] row) {
        return i64(table.rows().copyColumn(row, 0, keyColumn));
    }

    /** When {@code row} is to be called. */
    public ScheduleAt at(byte[] row) {
        return ScheduleAt.decode(table.rows().copyColumn(row, 0, schedule.atColumn()));
    }

    /** The row with {@code id} as it is committed. */
    public Optional<byte[]> find(CommittedState state, long id) {
        Table rows = state.table(table);
        byte[] key = key(id);
        long rowId = rows.index(keyIndex).findUnique(key, 0, key.length);
        return rowId < 0 ? Optional.empty() : Optional.of(rows.copyRow(rowId));
    }

    /** Deletes the row with {@code id} if it is still to be called at {@code at}. */
    public void delete(MutTx tx, long id, ScheduleAt at) {
        byte[] key = key(id);
        long rowId = tx.index(table, keyIndex).findUnique(key, 0, key.length);
        if (rowId >= 0 && at(tx.copyRow(table, rowId)).equals(at)) {
            tx.deleteAt(table, rowId);
        }
    }

    static long i64(byte[] column) {
        return new BsatnReader(Bytes.wrap(column)).i64();
    }

    private static byte[] key(long id) {
        return new BsatnWriter().i64(id).toByteArray();
    }
}
