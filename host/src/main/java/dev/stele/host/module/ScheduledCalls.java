package dev.stele.host.module;

import dev.stele.host.database.Database;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.TxInputs;
import dev.stele.host.error.HostException;
import dev.stele.host.module.InstanceEnv.ImmediateCall;
import dev.stele.host.module.LoadedModule.Reducer;
import dev.stele.host.module.ProcedureCalls.ScheduleKey;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schedule.ScheduleQueue;
import dev.stele.host.schedule.ScheduleQueue.Due;
import dev.stele.host.schedule.ScheduledTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls the rows of scheduled tables when their time has come, on the writer thread. Spec 03
 * section 3.6.
 */
final class ScheduledCalls {

    private static final long NANOS_PER_MICRO = 1_000;

    private final Database database;
    private final DatabaseInfo info;
    private final ModuleLog log;
    private final ScheduleQueue schedules;
    private final CommitPath commits;
    private final GuestCalls guest;
    private final InstanceEnv env;
    private final ProcedureCalls procedures;
    private final Supplier<Timestamp> now;
    private final Deque<ImmediateCall> immediate = new ArrayDeque<>();

    ScheduledCalls(
            Database database,
            DatabaseInfo info,
            ModuleLog log,
            ScheduleQueue schedules,
            CommitPath commits,
            GuestCalls guest,
            InstanceEnv env,
            ProcedureCalls procedures,
            Supplier<Timestamp> now) {
        this.database = database;
        this.info = info;
        this.log = log;
        this.schedules = schedules;
        this.commits = commits;
        this.guest = guest;
        this.env = env;
        this.procedures = procedures;
        this.now = now;
    }

    /** How long nothing is due after {@code wallMicros}, and at most how long to wait. */
    long nanosToNextDue(long wallMicros) {
        if (database.poisonedBy() != null) {
            return Long.MAX_VALUE;
        }
        if (!immediate.isEmpty() || env.hasImmediateCalls()) {
            return 0;
        }
        long next = schedules.nextMicros();
        if (next == ScheduleQueue.NEVER) {
            return Long.MAX_VALUE;
        }
        if (next <= wallMicros) {
            return 0;
        }
        long micros = Math.min(next - wallMicros, Limits.DUE_WAIT_NANOS_MAX / NANOS_PER_MICRO);
        return micros * NANOS_PER_MICRO;
    }

    /** Calls what is due, but no more than {@link Limits#DUE_CALLS}. */
    void callDue() {
        if (database.poisonedBy() != null) {
            return;
        }
        if (env.hasImmediateCalls()) {
            immediate.addAll(env.takeImmediateCalls());
        }
        if (immediate.isEmpty() && schedules.nextMicros() == ScheduleQueue.NEVER) {
            return;
        }
        long until = now.get().micros();
        for (int i = 0; i < Limits.DUE_CALLS; i++) {
            ImmediateCall call = immediate.poll();
            if (call != null) {
                callImmediate(call);
                continue;
            }
            Optional<Due> due = schedules.poll(until);
            if (due.isEmpty()) {
                return;
            }
            call(due.get());
        }
    }

    private void call(Due due) {
        Optional<ScheduledTable> table =
                ScheduledTable.of(database.committed().catalog(), due.tableId());
        Optional<byte[]> row = table.flatMap(t -> t.find(database.committed(), due.id()));
        if (row.isEmpty()) {
            return;
        }
        boolean isOnce = !due.at().isInterval();
        Timestamp current = now.get();
        if (procedures.has(due.function())) {
            // A procedure cannot be one transaction with the deletion, so it is called at most
            // once: the row goes first.
            if (isOnce) {
                delete(table.get(), due, current);
            }
            procedures.callScheduled(
                    due.function(),
                    new ScheduleKey(due.tableId(), due.id()),
                    Bytes.wrap(row.get()));
            return;
        }
        Timestamp time = new Timestamp(Math.max(due.intendedMicros(), current.micros()));
        reducer(due.function())
                .ifPresent(reducer -> call(reducer, time, Bytes.wrap(row.get()), isOnce));
        if (isOnce) {
            delete(table.get(), due, current);
        }
    }

    /** Deletes a row that was called, unless it was changed meanwhile. */
    private void delete(ScheduledTable table, Due due, Timestamp current) {
        MutTx cleanup = database.begin();
        table.delete(cleanup, due.id(), due.at());
        commits.commitAtAnyRate(cleanup, current);
    }

    private void callImmediate(ImmediateCall call) {
        if (procedures.has(call.function())) {
            procedures.callImmediate(call.function(), call.args());
        } else {
            reducer(call.function())
                    .ifPresent(reducer -> call(reducer, now.get(), call.args(), false));
        }
    }

    /** Takes over calls that a procedure has asked for. */
    void addImmediate(List<ImmediateCall> calls) {
        immediate.addAll(calls);
    }

    private Optional<Reducer> reducer(String function) {
        Optional<Reducer> found = guest.module().flatMap(module -> module.reducer(function));
        if (found.isEmpty()) {
            log.append(
                    LogLevel.ERROR,
                    function,
                    ModuleLog.SYSTEM,
                    ModuleLog.SYSTEM,
                    -1,
                    "scheduled function \"" + function + "\" is not in the module");
        }
        return found;
    }

    /** {@code isWithNext}: the transaction that deletes the row follows. */
    private void call(Reducer reducer, Timestamp time, Bytes args, boolean isWithNext) {
        MutTx tx = database.begin();
        TxInputs inputs =
                new TxInputs(reducer.def().name(), info.identity(), ConnectionId.ZERO, time, args);
        try {
            GuestOutcome outcome =
                    guest.run(tx, reducer, info.identity(), ConnectionId.ZERO, time, args);
            if (!(outcome instanceof GuestOutcome.Returned)) {
                tx.rollback();
            } else if (isWithNext) {
                commits.commitWithNext(tx, inputs, time);
            } else {
                commits.commit(tx, inputs, time, Optional.empty());
            }
        } catch (HostException e) {
            tx.rollback();
            log.system("scheduled call of " + reducer.def().name() + " failed: " + e.getMessage());
        }
    }
}
