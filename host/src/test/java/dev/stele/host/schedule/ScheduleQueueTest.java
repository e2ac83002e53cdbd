package dev.stele.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.database.Committed;
import dev.stele.host.database.Database;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.SchemaEditor;
import dev.stele.host.datastore.SystemTables;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schedule.ScheduleQueue.Due;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.ScheduleDef;
import dev.stele.host.schema.TableDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When rows are due, with commits as the writer makes them and a clock that is a number. */
final class ScheduleQueueTest {

    private static final int INTERVAL = 0;
    private static final int TIME = 1;

    private final Database database = Database.inMemory();
    private final ScheduleQueue queue = new ScheduleQueue();

    @BeforeEach
    void createTable() {
        change(
                0,
                (tx, _) -> {
                    SchemaEditor editor = new SchemaEditor(tx);
                    editor.bootstrap();
                    editor.createTables(List.of(jobs()));
                });
    }

    private static TableDef jobs() {
        return new TableDef(
                "job",
                "job",
                List.of(
                        column("id", Primitive.U64),
                        column("at", SpecialType.SCHEDULE_AT),
                        column("note", Primitive.U8)),
                OptionalInt.of(0),
                List.of(new IndexDef("i", "i", Optional.empty(), IndexKind.BTREE, List.of(0))),
                List.of(new ConstraintDef("c", List.of(0))),
                List.of(),
                Optional.of(new ScheduleDef("job_schedule", 1, "run")),
                true,
                false);
    }

    private static ColumnDef column(String name, AlgebraicType type) {
        return new ColumnDef(name, name, type, Optional.empty());
    }

    private void change(long now, BiConsumer<MutTx, Optional<Entry>> edit) {
        MutTx tx = database.begin();
        edit.accept(tx, tx.catalog().table("job"));
        ScheduleStarts.note(tx, new Timestamp(now));
        Committed committed = database.commit(tx, null);
        queue.observe(committed.data(), new Timestamp(now));
    }

    private static byte[] row(long id, int kind, long micros, int note) {
        return new BsatnWriter().i64(id).u8(kind).i64(micros).u8(note).toByteArray();
    }

    private void insert(long now, long id, int kind, long micros) {
        change(now, (tx, table) -> tx.insert(table.orElseThrow(), row(id, kind, micros, 0)));
    }

    private void update(long now, long id, int kind, long micros, int note) {
        change(now, (tx, table) -> tx.update(table.orElseThrow(), 0, row(id, kind, micros, note)));
    }

    private void delete(long now, byte[] row) {
        change(now, (tx, table) -> tx.delete(table.orElseThrow(), row));
    }

    private List<Long> dueIds(long now) {
        List<Long> ids = new ArrayList<>();
        for (Optional<Due> due = queue.poll(now); due.isPresent(); due = queue.poll(now)) {
            ids.add(due.get().id());
        }
        return ids;
    }

    private long startRows() {
        return database.committed().systemTable(SystemTables.SCHEDULE_START).rowCount();
    }

    @Test
    void rowsAreDueInTheOrderOfTheirTimes() {
        insert(0, 1, TIME, 300);
        insert(0, 2, TIME, 100);
        insert(0, 3, TIME, 200);
        insert(0, 4, TIME, 100);
        assertThat(queue.nextMicros()).isEqualTo(100);
        assertThat(dueIds(99)).isEmpty();
        assertThat(dueIds(200)).containsExactly(2L, 4L, 3L);
        assertThat(dueIds(1000)).containsExactly(1L);
        assertThat(queue.nextMicros()).isEqualTo(ScheduleQueue.NEVER);
    }

    @Test
    void anIntervalDoesNotDriftHoweverLateItIsCalled() {
        insert(1_000, 7, INTERVAL, 100);
        assertThat(queue.nextMicros()).isEqualTo(1_100);
        assertThat(queue.poll(1_190).orElseThrow().intendedMicros()).isEqualTo(1_100);
        assertThat(queue.nextMicros()).isEqualTo(1_200);
        assertThat(dueIds(1_750)).containsExactly(7L);
        assertThat(queue.nextMicros()).isEqualTo(1_800);
    }

    @Test
    void anUpdateOfOtherColumnsLeavesTheTicksWhereTheyAre() {
        insert(1_000, 7, INTERVAL, 100);
        update(1_050, 7, INTERVAL, 100, 1);
        assertThat(queue.nextMicros()).isEqualTo(1_100);
        update(1_050, 7, INTERVAL, 500, 1);
        assertThat(queue.nextMicros()).isEqualTo(1_550);
        assertThat(startRows()).isOne();
    }

    @Test
    void ticksAreWhereTheyWereAfterARestart() {
        insert(1_000, 7, INTERVAL, 100);
        insert(1_000, 8, TIME, 1_010);
        queue.reload(database.committed(), new Timestamp(1_234));
        assertThat(dueIds(1_234)).containsExactly(8L);
        assertThat(queue.nextMicros()).isEqualTo(1_300);
    }

    @Test
    void aRowThatIsGoneOrMovedIsNotDueAnyMore() {
        insert(0, 1, TIME, 100);
        insert(0, 2, INTERVAL, 100);
        delete(50, row(1, TIME, 100, 0));
        update(50, 2, TIME, 400, 0);
        assertThat(dueIds(399)).isEmpty();
        assertThat(dueIds(400)).containsExactly(2L);
        assertThat(startRows()).isZero();
    }

    @Test
    void negativeAndEmptyIntervalsAndTheirExtremes() {
        insert(1_000, 1, INTERVAL, -100);
        assertThat(queue.nextMicros()).isEqualTo(1_100);
        insert(1_000, 2, INTERVAL, 0);
        assertThat(queue.poll(1_000).orElseThrow().id()).isEqualTo(2);
        assertThat(queue.nextMicros()).isEqualTo(1_000);
        insert(1_000, 3, INTERVAL, Long.MIN_VALUE);
        assertThat(queue.nextMicros()).isEqualTo(1_000);
    }

    @Test
    void delaysFromTheLimitOnAreTooLong() {
        long max = ScheduleAt.DELAY_MILLIS_MAX * 1_000;
        assertThat(new ScheduleAt(true, max).isTooLong(5)).isTrue();
        assertThat(new ScheduleAt(true, max - 1).isTooLong(5)).isFalse();
        assertThat(new ScheduleAt(true, Long.MIN_VALUE).isTooLong(5)).isTrue();
        assertThat(new ScheduleAt(false, max + 5).isTooLong(5)).isTrue();
        assertThat(new ScheduleAt(false, max + 4).isTooLong(5)).isFalse();
        assertThat(new ScheduleAt(false, Long.MIN_VALUE).isTooLong(5)).isFalse();
        assertThat(new ScheduleAt(false, Long.MAX_VALUE).isTooLong(-5)).isTrue();
    }

    /**
     * An hour of simulated time: the writer looks at the clock at irregular moments, also late by
     * less than the shortest period, and every tick comes, once, at start + k x period.
     */
    @Test
    void aThousandIntervalsDoNotDriftInAnHour() {
        int timers = 1_000;
        long shortest = 1_000_000;
        long hour = 3_600_000_000L;
        for (int id = 0; id < timers; id++) {
            insert(start(id), id, INTERVAL, period(id, shortest));
        }
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        long[] ticks = new long[timers];
        long now = start(timers);
        while (true) {
            for (Optional<Due> due = queue.poll(now); due.isPresent(); due = queue.poll(now)) {
                int id = (int) due.get().id();
                ticks[id]++;
                assertThat(due.get().intendedMicros())
                        .as("tick %d of timer %d, seed %d", ticks[id], id, seed)
                        .isEqualTo(start(id) + ticks[id] * period(id, shortest));
            }
            if (now == hour) {
                break;
            }
            long late = Math.max(now, queue.nextMicros()) + random.nextLong(shortest);
            now = Math.min(hour, late);
        }
        for (int id = 0; id < timers; id++) {
            assertThat(ticks[id])
                    .as("timer %d, seed %d", id, seed)
                    .isEqualTo((hour - start(id)) / period(id, shortest));
        }
    }

    private static long start(int id) {
        return 7L * id;
    }

    private static long period(int id, long shortest) {
        return shortest + 1_003L * id;
    }
}
