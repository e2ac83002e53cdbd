package dev.stele.host.schedule;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.SystemTables;
import dev.stele.host.datastore.TableDelta;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.table.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When each interval began: rows of {@code st_stele_schedule_start}, written in the transaction
 * that arms the interval.
 */
public final class ScheduleStarts {

    private static final int START_COLUMN = 2;

    private ScheduleStarts() {}

    /** Notes the intervals that {@code tx} began or ended; the last thing before it commits. */
    public static void note(MutTx tx, Timestamp now) {
        for (Entry entry : tx.catalog().scheduledTables()) {
            tx.delta(entry)
                    .ifPresent(delta ->
                            ScheduledTable.of(entry)
                                    .ifPresent(table -> note(tx, table, delta, now.micros())));
        }
    }

    private static void note(MutTx tx, ScheduledTable table, TableDelta delta, long nowMicros) {
        Map<Long, ScheduleAt> before = new HashMap<>();
        delta.deletes().forEach(row -> before.put(table.id(row), table.at(row)));
        for (byte[] row : delta.inserts()) {
            ScheduleAt at = table.at(row);
            long id = table.id(row);
            ScheduleAt old = before.remove(id);
            if (at.equals(old)) {
                continue;
            }
            if (old != null && old.isInterval()) {
                remove(tx, table, id);
            }
            if (at.isInterval()) {
                tx.insert(starts(tx), row(table, id, nowMicros));
            }
        }
        before.forEach((id, at) -> {
            if (at.isInterval()) {
                remove(tx, table, id);
            }
        });
    }

    private static Entry starts(MutTx tx) {
        return tx.catalog().table(SystemTables.SCHEDULE_START).orElseThrow();
    }

    private static byte[] row(ScheduledTable table, long id, long micros) {
        return new BsatnWriter().u32(table.tableId()).i64(id).i64(micros).toByteArray();
    }

    private static byte[] key(ScheduledTable table, long id) {
        return new BsatnWriter().u32(table.tableId()).i64(id).toByteArray();
    }

    private static void remove(MutTx tx, ScheduledTable table, long id) {
        byte[] key = key(table, id);
        tx.deleteAll(starts(tx), tx.index(starts(tx), 0).point(key, 0, key.length));
    }

    /** When the interval of the row with {@code id} began, in microseconds since 1970. */
    static OptionalLong find(CommittedState state, ScheduledTable table, long id) {
        Table rows = state.systemTable(SystemTables.SCHEDULE_START);
        byte[] key = key(table, id);
        long rowId = rows.index(0).findUnique(key, 0, key.length);
        if (rowId < 0) {
            return OptionalLong.empty();
        }
        Entry entry = state.catalog().table(SystemTables.SCHEDULE_START).orElseThrow();
        byte[] micros = entry.rows().copyColumn(rows.copyRow(rowId), 0, START_COLUMN);
        return OptionalLong.of(ScheduledTable.i64(micros));
    }
}
