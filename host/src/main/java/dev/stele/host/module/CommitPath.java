package dev.stele.host.module;

import dev.stele.host.database.Committed;
import dev.stele.host.database.Database;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.TxInputs;
import dev.stele.host.error.HostException;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schedule.ScheduleQueue;
import dev.stele.host.schedule.ScheduleStarts;
import dev.stele.host.subscription.FanOut;
import dev.stele.host.subscription.FanOutEvent;
import dev.stele.host.view.MaterialisedViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which transactions of a database become part of it, whoever began them: what
 * belongs to the transaction is added, the views that it concerns are run again, it is committed,
 * and schedules and clients learn of it.
 */
final class CommitPath {

    private final Database database;
    private final FanOut fanOut;
    private final ScheduleQueue schedules;
    private final MaterialisedViews views;
    private final ModuleLog log;
    private final List<FanOutEvent> results = new ArrayList<>();

    CommitPath(
            Database database,
            FanOut fanOut,
            ScheduleQueue schedules,
            MaterialisedViews views,
            ModuleLog log) {
        this.database = database;
        this.fanOut = fanOut;
        this.schedules = schedules;
        this.views = views;
        this.log = log;
    }

    /**
     * Commits {@code tx}, which {@code caller} gets as the answer to a call, with the views that it
     * concerns.
     *
     * @throws HostException VIEW_FAILED when one of them fails; {@code tx} must be rolled back
     */
    Committed commit(
            MutTx tx,
            @Nullable TxInputs inputs,
            Timestamp now,
            Optional<FanOutEvent.Caller> caller) {
        ScheduleStarts.note(tx, now);
        views.refresh(tx, now);
        return tell(tx, database.commit(tx, inputs), now, caller);
    }

    /** As {@link #commit}, for a transaction that the log must not have without the next. */
    Committed commitWithNext(MutTx tx, @Nullable TxInputs inputs, Timestamp now) {
        ScheduleStarts.note(tx, now);
        views.refresh(tx, now);
        return tell(tx, database.commitWithNext(tx, inputs), now, Optional.empty());
    }

    /**
     * Commits {@code tx}, which nothing may stop: a view that fails has no rows for now, and the
     * log says so.
     */
    Committed commitAtAnyRate(MutTx tx, Timestamp now) {
        ScheduleStarts.note(tx, now);
        views.refreshAtAnyRate(
                tx,
                now,
                failure ->
                        log.system(
                                "a view has no rows for now, since it failed: "
                                        + failure.getMessage()));
        return tell(tx, database.commit(tx, null), now, Optional.empty());
    }

    private Committed tell(
            MutTx tx, Committed committed, Timestamp now, Optional<FanOutEvent.Caller> caller) {
        views.committed(tx, now);
        schedules.observe(committed.data(), now);
        publish(new FanOutEvent.Transaction(committed.data(), committed.after(), caller, now));
        return committed;
    }

    /** Queues what clients get to know, in order. */
    void publish(FanOutEvent event) {
        results.add(event);
    }

    /** Hands what was done so far to the log thread and the fan-out. */
    void handOver() {
        database.kick();
        if (!results.isEmpty()) {
            fanOut.publishAll(List.copyOf(results));
            results.clear();
        }
    }
}
