package dev.stele.host.module;

import dev.stele.host.database.Database;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.SchemaEditor;
import dev.stele.host.datastore.TxInputs;
import dev.stele.host.environment.Clock;
import dev.stele.host.environment.StorageException;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.module.LoadedModule.Reducer;
import dev.stele.host.query.QueryException;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schedule.ScheduleQueue;
import dev.stele.host.schema.Lifecycle;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.subscription.FanOut;
import dev.stele.host.subscription.FanOutEvent;
import dev.stele.host.subscription.ServerEvent.CallResult;
import dev.stele.host.view.MaterialisedViews;
import dev.stele.host.view.ViewCounts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the writer thread of a database does: one transaction after the other. Only that thread
 * calls it, but for {@link #open} and {@link #module}.
 */
final class Writer {

    /** The text for callers of a module that broke; its log has the details. */
    private static final String FATAL = "The instance encountered a fatal error.";

    private final Database database;
    private final DatabaseInfo info;
    private final ModuleLog log;
    private final Clock clock;
    private final ModuleLoader loader;
    private final GuestCalls guest;
    private final ScheduleQueue schedules = new ScheduleQueue();
    private final CommitPath commits;
    private final ScheduledCalls scheduled;
    private final MaterialisedViews views;
    private final ViewRequests viewRequests;
    private long nextExpiryMicros;
    private long lastMicros = Long.MIN_VALUE;

    Writer(
            Database database,
            DatabaseInfo info,
            ModuleLog log,
            FanOut fanOut,
            Clock clock,
            ModuleLoader loader,
            ProcedureCalls procedures) {
        this.database = database;
        this.info = info;
        this.log = log;
        this.clock = clock;
        this.loader = loader;
        InstanceEnv env = new InstanceEnv(info.identity(), log, clock);
        this.guest = new GuestCalls(loader, log, env);
        this.views = new MaterialisedViews(guest::viewRows, clock);
        this.commits = new CommitPath(database, fanOut, schedules, views, log);
        this.viewRequests = new ViewRequests(database, commits, views, fanOut.reader());
        this.scheduled =
                new ScheduledCalls(
                        database, info, log, schedules, commits, guest, env, procedures, this::now);
    }

    Optional<LoadedModule> module() {
        return guest.module();
    }

    /** What the views have cost; for any thread. */
    ViewCounts viewCounts() {
        return views.counts();
    }

    /** Loads the program that the database has, and disconnects the clients it had. */
    void open() {
        Optional<Program> program = StoredProgram.read(database.committed());
        if (program.isEmpty()) {
            return;
        }
        Candidate candidate = loader.load(program.get());
        guest.replace(new GuestCalls.Running(candidate.module(), candidate.instance()));
        schedules.reload(database.committed(), now());
        for (StoredProgram.Client left : StoredProgram.clients(database.committed())) {
            disconnect(left.identity(), left.connection());
        }
        handOver();
    }

    void publish(FanOutEvent event) {
        commits.publish(event);
    }

    /** Hands what was done so far to the log thread and the fan-out. */
    void handOver() {
        commits.handOver();
    }

    /** Passes on what a client asks, once the views that it reads are up to date. */
    void request(FanOutEvent event) {
        publish(viewRequests.prepare(event, now()));
    }

    /** Lends a transaction to a procedure, and ends it as the procedure says. */
    void lend(TxLoan loan) {
        MutTx tx;
        try {
            tx = database.begin();
        } catch (HostException e) {
            loan.failed(e);
            return;
        }
        Timestamp now = now();
        try {
            if (loan.lend(tx, now)) {
                loan.ended(commits.commit(tx, null, now, Optional.empty()).requiredOffset());
            } else {
                tx.rollback();
                loan.ended(-1);
            }
        } catch (HostException | StorageException e) {
            tx.rollback();
            loan.failed(e);
        } catch (RuntimeException e) {
            loan.failed(e);
            throw e;
        }
    }

    /** Takes over calls that a procedure has asked for. */
    void addImmediate(List<InstanceEnv.ImmediateCall> calls) {
        scheduled.addImmediate(calls);
    }

    /** How long nothing is due, in nanoseconds. */
    long nanosToNextDue() {
        long nanos = scheduled.nanosToNextDue(clock.wallMicros());
        return views.count() == 0 ? nanos : Math.min(nanos, Limits.VIEW_EXPIRY_NANOS);
    }

    /** Calls scheduled rows that are due, and drops views that nobody has used for long. */
    void callDue() {
        try {
            scheduled.callDue();
            Timestamp now = now();
            if (now.micros() >= nextExpiryMicros) {
                nextExpiryMicros = now.micros() + Limits.VIEW_EXPIRY_NANOS / 1_000;
                viewRequests.expire(now);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** A task failed with something that is nobody's fault but ours. */
    void failed(RuntimeException cause) {
        database.poison(cause);
        log.append(LogLevel.ERROR, "", null, null, -1, "database stopped: " + cause);
    }

    private Timestamp now() {
        lastMicros = Math.max(lastMicros, clock.wallMicros());
        return new Timestamp(lastMicros);
    }

    // ---- calls of connected clients

    void callReducer(ClientRequest.CallReducer request) {
        Timestamp now = now();
        FanOutEvent.Caller caller = new FanOutEvent.Caller(request.client(), request.requestId());
        CallResult refusal;
        try {
            LoadedModule current = guest.module().orElse(null);
            Reducer reducer =
                    current == null ? null : current.reducer(request.reducer()).orElse(null);
            Optional<String> problem =
                    reducer == null || !mayCall(reducer.def(), request.client().identity())
                            ? noSuchReducer(request.reducer())
                            : lifecycleProblem(reducer.def())
                                    .or(() -> reducer.argumentsProblem(request.args()));
            if (problem.isPresent() || reducer == null) {
                refusal = new CallResult.Broken(problem.orElse("no such reducer"));
            } else {
                Identity sender = request.client().identity();
                ConnectionId connection = request.client().connectionId();
                MutTx tx = database.begin();
                GuestOutcome outcome =
                        guest.run(tx, reducer, sender, connection, now, request.args());
                if (outcome instanceof GuestOutcome.Returned) {
                    TxInputs inputs =
                            new TxInputs(
                                    reducer.def().name(), sender, connection, now, request.args());
                    commits.commit(tx, inputs, now, Optional.of(caller));
                    return;
                }
                tx.rollback();
                refusal = failure(outcome);
            }
        } catch (HostException | StorageException e) {
            refusal = new CallResult.Broken(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failed(e);
            refusal = new CallResult.Broken("database stopped after an internal error");
        }
        publish(new FanOutEvent.CallFailed(caller, refusal, now));
    }

    private static CallResult failure(GuestOutcome outcome) {
        return switch (outcome) {
            case GuestOutcome.FailedUser user -> new CallResult.Failed(user.message());
            case GuestOutcome.FailedInternal internal -> new CallResult.Broken(internal.message());
            case GuestOutcome.Killed killed -> new CallResult.Broken(killedText(killed));
            case GuestOutcome.Returned _, GuestOutcome.Value _, GuestOutcome.Response _ ->
                    throw new IllegalStateException("a call that returned is not a failure");
        };
    }

    static String killedText(GuestOutcome.Killed killed) {
        return FATAL + " " + killed.what();
    }

    private Optional<String> noSuchReducer(String name) {
        log.append(
                LogLevel.ERROR,
                name,
                ModuleLog.SYSTEM,
                ModuleLog.SYSTEM,
                -1,
                "External attempt to call nonexistent reducer \""
                        + name
                        + "\" failed. Have you run `spacetime generate` recently?");
        return Optional.of("no such reducer");
    }

    private boolean mayCall(ReducerDef def, Identity caller) {
        return def.isClientCallable() || def.lifecycle().isPresent() || caller.equals(info.owner());
    }

    private static Optional<String> lifecycleProblem(ReducerDef def) {
        return def.lifecycle()
                .map(event ->
                        "can't directly call special "
                                + switch (event) {
                                    case INIT -> "Init";
                                    case ON_CONNECT -> "OnConnect";
                                    case ON_DISCONNECT -> "OnDisconnect";
                                }
                                + " lifecycle reducer");
    }

    // ---- connections and calls of HTTP clients

    CallOutcome connect(Identity identity, ConnectionId connection, String jwtPayload) {
        return transact(
                "__identity_connected__",
                Lifecycle.ON_CONNECT,
                identity,
                connection,
                tx -> new SchemaEditor(tx).addClient(identity, connection, jwtPayload),
                tx -> {});
    }

    CallOutcome disconnect(Identity identity, ConnectionId connection) {
        CallOutcome outcome =
                transact(
                        "__identity_disconnected__",
                        Lifecycle.ON_DISCONNECT,
                        identity,
                        connection,
                        tx -> {},
                        tx -> new SchemaEditor(tx).removeClient(identity, connection));
        if (outcome instanceof CallOutcome.Failed) {
            MutTx tx = database.begin();
            new SchemaEditor(tx).removeClient(identity, connection);
            return new CallOutcome.Done(commits.commitAtAnyRate(tx, now()).requiredOffset());
        }
        return outcome;
    }

    private interface Bookkeeping {
        void write(MutTx tx);
    }

    private CallOutcome transact(
            String name,
            Lifecycle event,
            Identity identity,
            ConnectionId connection,
            Bookkeeping before,
            Bookkeeping after) {
        Timestamp now = now();
        MutTx tx = database.begin();
        before.write(tx);
        Optional<Reducer> reducer = lifecycleReducer(event);
        if (reducer.isPresent()) {
            GuestOutcome outcome =
                    guest.run(tx, reducer.get(), identity, connection, now, Bytes.EMPTY);
            if (!(outcome instanceof GuestOutcome.Returned)) {
                tx.rollback();
                return failed(outcome);
            }
        }
        after.write(tx);
        String logged = reducer.map(r -> r.def().name()).orElse(name);
        return commit(tx, new TxInputs(logged, identity, connection, now, Bytes.EMPTY), now);
    }

    private Optional<Reducer> lifecycleReducer(Lifecycle event) {
        return guest.module()
                .flatMap(current ->
                        current.def()
                                .lifecycleReducer(event)
                                .flatMap(def -> current.reducer(def.name())));
    }

    private static CallOutcome failed(GuestOutcome outcome) {
        return outcome instanceof GuestOutcome.FailedUser(String message)
                ? new CallOutcome.Failed(message, true)
                : new CallOutcome.Failed(
                        outcome instanceof GuestOutcome.Killed killed ? killedText(killed) : FATAL,
                        false);
    }

    /** Commits {@code tx}, or rolls it back when a view that it concerns fails. */
    private CallOutcome commit(MutTx tx, TxInputs inputs, Timestamp now) {
        try {
            return new CallOutcome.Done(
                    commits.commit(tx, inputs, now, Optional.empty()).requiredOffset());
        } catch (HostException e) {
            tx.rollback();
            return new CallOutcome.Failed(String.valueOf(e.getMessage()), false);
        }
    }

    CallOutcome callOnce(
            Identity identity,
            ConnectionId connection,
            String jwtPayload,
            String name,
            Function<ModuleDef, Bytes> argsOf) {
        LoadedModule current = guest.module().orElse(null);
        if (current == null) {
            return new CallOutcome.Refused(ErrorCode.INVALID_MODULE, "database has no module");
        }
        CallOutcome connected = connect(identity, connection, jwtPayload);
        if (!(connected instanceof CallOutcome.Done)) {
            return rejected(connected);
        }
        try {
            return callConnected(current, identity, connection, name, argsOf);
        } finally {
            disconnect(identity, connection);
        }
    }

    /** What a caller is told whose connection {@code connected} was refused. */
    static CallOutcome rejected(CallOutcome connected) {
        return connected instanceof CallOutcome.Failed(String message, boolean _)
                ? new CallOutcome.Refused(ErrorCode.CONNECTION_REJECTED, message)
                : connected;
    }

    private CallOutcome callConnected(
            LoadedModule current,
            Identity identity,
            ConnectionId connection,
            String name,
            Function<ModuleDef, Bytes> argsOf) {
        Optional<Reducer> found = current.reducer(name).filter(r -> mayCall(r.def(), identity));
        if (found.isEmpty()) {
            return new CallOutcome.Refused(
                    ErrorCode.NO_SUCH_FUNCTION, noSuchReducer(name).orElseThrow());
        }
        Reducer reducer = found.get();
        Optional<String> lifecycle = lifecycleProblem(reducer.def());
        if (lifecycle.isPresent()) {
            return new CallOutcome.Refused(ErrorCode.LIFECYCLE_CALL, lifecycle.get());
        }
        Bytes args;
        try {
            args = argsOf.apply(current.def());
        } catch (HostException e) {
            return new CallOutcome.Refused(e.code(), String.valueOf(e.getMessage()));
        }
        Timestamp now = now();
        MutTx tx = database.begin();
        GuestOutcome outcome = guest.run(tx, reducer, identity, connection, now, args);
        if (!(outcome instanceof GuestOutcome.Returned)) {
            tx.rollback();
            return failed(outcome);
        }
        return commit(tx, new TxInputs(reducer.def().name(), identity, connection, now, args), now);
    }

    <T> T transactOnce(
            Identity identity, ConnectionId connection, String jwtPayload, WriteWork<T> work) {
        CallOutcome connected = connect(identity, connection, jwtPayload);
        if (rejected(connected) instanceof CallOutcome.Refused(ErrorCode code, String message)) {
            throw new HostException(code, message);
        }
        MutTx tx = database.begin();
        Timestamp now = now();
        try {
            T result =
                    work.run(tx, (within, view) -> views.materialise(within, view, identity, now));
            commits.commit(tx, null, now, Optional.empty());
            return result;
        } catch (HostException e) {
            tx.rollback();
            throw e.code() == ErrorCode.VIEW_FAILED
                    ? new HostException(
                            e.code(),
                            "The module instance encountered a fatal error: " + e.getMessage())
                    : e;
        } catch (QueryException e) {
            tx.rollback();
            throw e;
        } finally {
            disconnect(identity, connection);
        }
    }

    // ---- publishing

    PublishOutcome install(Candidate candidate) {
        LoadedModule old = guest.module().orElse(null);
        if (old != null && old.hash().equals(candidate.module().hash())) {
            candidate.instance().close();
            return PublishOutcome.UNCHANGED;
        }
        MutTx tx = database.begin();
        GuestCalls.Running replaced =
                guest.replace(new GuestCalls.Running(candidate.module(), candidate.instance()));
        try {
            ModuleInstaller.apply(tx, info, Optional.ofNullable(old), candidate.module(), log);
            if (old == null) {
                init(tx);
            } else {
                views.refreshAll(tx, now());
            }
            commits.commit(tx, null, now(), Optional.empty());
        } catch (RuntimeException e) {
            tx.rollback();
            guest.replace(replaced);
            throw e;
        }
        ModuleInstance oldInstance = replaced.instance();
        if (oldInstance != null) {
            oldInstance.close();
        }
        schedules.reload(database.committed(), now());
        log.system(old == null ? "Database initialized" : "Database updated");
        return old == null ? PublishOutcome.CREATED : PublishOutcome.UPDATED;
    }

    private void init(MutTx tx) {
        Optional<Reducer> init = lifecycleReducer(Lifecycle.INIT);
        if (init.isEmpty()) {
            return;
        }
        GuestOutcome outcome =
                guest.run(tx, init.get(), info.owner(), ConnectionId.ZERO, now(), Bytes.EMPTY);
        String text = failedText(outcome);
        if (text != null) {
            throw new HostException(ErrorCode.INVALID_MODULE, "init reducer failed: " + text);
        }
    }

    private static @Nullable String failedText(GuestOutcome outcome) {
        return switch (outcome) {
            case GuestOutcome.Returned _, GuestOutcome.Value _, GuestOutcome.Response _ -> null;
            case GuestOutcome.FailedUser user -> user.message();
            case GuestOutcome.FailedInternal internal -> internal.detail();
            case GuestOutcome.Killed killed -> killed.what();
        };
    }

    void close() {
        guest.close();
    }
}
