package dev.stele.host.schedule;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.TableDelta;
import dev.stele.host.datastore.TxData;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.table.RowCursor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rows that are to be called, by time. It follows the commits, so a row that was rolled back is
 * never in it. Times are microseconds since 1970. For one thread.
 */
public final class ScheduleQueue {

    /** What {@link #nextMicros} says when nothing is scheduled. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A row whose time has come; it was to be called at {@code intendedMicros}. */
    public record Due(int tableId, String function, long id, ScheduleAt at, long intendedMicros) {}

    private record Key(int tableId, long id) {}

    /** {@code number} orders rows of the same time by when they were armed. */
    private record Armed(
            Key key, String function, ScheduleAt at, long start, long due, long number) {}

    private final Map<Key, Armed> byKey = new HashMap<>();
    private final TreeSet<Armed> byTime =
            new TreeSet<>(Comparator.comparingLong(Armed::due).thenComparingLong(Armed::number));
    private long count;

    /** Forgets everything and takes the rows of {@code state}. */
    public void reload(CommittedState state, Timestamp now) {
        byKey.clear();
        byTime.clear();
        for (ScheduledTable table : ScheduledTable.all(state.catalog())) {
            RowCursor rows = state.table(table.table()).scan();
            while (rows.next()) {
                byte[] row =
                        Arrays.copyOfRange(
                                rows.page(), rows.offset(), rows.offset() + rows.length());
                long id = table.id(row);
                ScheduleAt at = table.at(row);
                long start = ScheduleStarts.find(state, table, id).orElse(now.micros());
                arm(table, id, at, start, at.isInterval() ? after(at, start, now.micros()) : 0);
            }
        }
    }

    /** Follows a transaction that was committed at {@code now}. */
    public void observe(TxData data, Timestamp now) {
        for (TableDelta delta : data.tables()) {
            Entry entry = delta.table();
            if (entry.schema().def().schedule().isPresent()) {
                ScheduledTable.of(entry).ifPresent(table -> observe(table, delta, now.micros()));
            }
        }
    }

    private void observe(ScheduledTable table, TableDelta delta, long now) {
        Set<Long> inserted = new HashSet<>();
        for (byte[] row : delta.inserts()) {
            long id = table.id(row);
            inserted.add(id);
            ScheduleAt at = table.at(row);
            Armed old = byKey.get(new Key(table.tableId(), id));
            if (old == null || !old.at().equals(at)) {
                arm(table, id, at, now, at.isInterval() ? saturated(now, at.period()) : 0);
            }
        }
        for (byte[] row : delta.deletes()) {
            long id = table.id(row);
            if (!inserted.contains(id)) {
                disarm(new Key(table.tableId(), id));
            }
        }
    }

    private void arm(ScheduledTable table, long id, ScheduleAt at, long start, long firstTick) {
        Key key = new Key(table.tableId(), id);
        disarm(key);
        long due = at.isInterval() ? firstTick : at.micros();
        put(new Armed(key, table.function(), at, start, due, count++));
    }

    private void put(Armed armed) {
        byKey.put(armed.key(), armed);
        byTime.add(armed);
    }

    private void disarm(Key key) {
        Armed old = byKey.remove(key);
        if (old != null) {
            byTime.remove(old);
        }
    }

    /** When the next row is due, {@link #NEVER} when there is none. */
    public long nextMicros() {
        return byTime.isEmpty() ? NEVER : byTime.first().due();
    }

    /**
     * A row that is due at {@code nowMicros}. One to be called once is armed no more; an interval
     * is armed for its next tick after now: ticks that were missed are left out.
     */
    public Optional<Due> poll(long nowMicros) {
        if (nextMicros() > nowMicros) {
            return Optional.empty();
        }
        Armed first = byTime.first();
        disarm(first.key());
        ScheduleAt at = first.at();
        if (at.isInterval()) {
            long next = after(at, first.start(), nowMicros);
            put(new Armed(first.key(), first.function(), at, first.start(), next, count++));
        }
        return Optional.of(
                new Due(
                        first.key().tableId(),
                        first.function(),
                        first.key().id(),
                        at,
                        first.due()));
    }

    /** The first tick of an interval that began at {@code start} after {@code now}. */
    private static long after(ScheduleAt at, long start, long now) {
        long period = at.period();
        if (period == 0) {
            return now;
        }
        long ticks = now < start ? 1 : (now - start) / period + 1;
        return saturated(start, ticks * period);
    }

    private static long saturated(long micros, long delay) {
        return micros + delay < micros ? NEVER - 1 : micros + delay;
    }
}
