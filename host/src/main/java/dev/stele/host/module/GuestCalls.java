package dev.stele.host.module;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.module.LoadedModule.Reducer;
import dev.stele.host.query.QueryException;
import dev.stele.host.query.SqlExecution;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.view.MaterialisedViews;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The module at work: its instance, which is replaced when it breaks, and the calls of it. */
final class GuestCalls {

    /** A module with the instance that runs it. */
    record Running(@Nullable LoadedModule module, @Nullable ModuleInstance instance) {}

    /** Tag of {@code RawSql} in what a view returns. */
    private static final int RAW_SQL_TAG = 1;

    private final ModuleLoader loader;
    private final ModuleLog log;
    private final InstanceEnv env;
    private volatile @Nullable LoadedModule module;
    private @Nullable ModuleInstance instance;

    GuestCalls(ModuleLoader loader, ModuleLog log, InstanceEnv env) {
        this.loader = loader;
        this.log = log;
        this.env = env;
    }

    Optional<LoadedModule> module() {
        return Optional.ofNullable(module);
    }

    /** Makes {@code next} what runs, and returns what ran before, which goes on to live. */
    Running replace(Running next) {
        Running old = new Running(module, instance);
        module = next.module();
        instance = next.instance();
        return old;
    }

    /**
     * Runs a reducer within {@code tx}, which stays open; the module's log gets what went wrong.
     */
    GuestOutcome run(
            MutTx tx,
            Reducer reducer,
            Identity sender,
            ConnectionId connection,
            Timestamp now,
            Bytes args) {
        ModuleInstance running = instance();
        env.begin(tx, reducer.def().name(), now);
        GuestOutcome outcome;
        try {
            outcome =
                    running.callReducer(
                            new ReducerCall(reducer.id(), sender, connection, now, args), env);
        } finally {
            env.end();
        }
        finish(running, reducer.def().name(), outcome);
        return outcome;
    }

    /**
     * The rows of a view: BSATN of its columns each.
     *
     * @throws HostException VIEW_FAILED when the module fails; its log has the reason
     */
    List<byte[]> viewRows(MutTx tx, MaterialisedViews.Run run) {
        String name = run.view().name();
        Bytes args = run.view().view().orElseThrow().args();
        ViewDef def =
                module().flatMap(loaded -> loaded.view(name))
                        .orElseThrow(() ->
                                new HostException(
                                        ErrorCode.VIEW_FAILED,
                                        "view `" + name + "` is not in the module"));
        Entry view = tx.catalog().table(run.view().id()).orElseThrow();
        ModuleInstance running = instance();
        env.beginView(tx, name, run.now(), run.reads());
        GuestOutcome outcome;
        try {
            outcome =
                    running.callView(
                            new ViewCall(def.index(), def.isAnonymous(), run.sender(), args), env);
        } finally {
            env.end();
        }
        finish(running, name, outcome);
        if (!(outcome instanceof GuestOutcome.Value(Bytes value))) {
            throw new HostException(ErrorCode.VIEW_FAILED, failureOf(outcome));
        }
        try {
            BsatnReader in = new BsatnReader(value);
            if (in.u8() == RAW_SQL_TAG) {
                return SqlExecution.viewRows(
                        in.string(), tx, run.sender(), view, run.reads(), run.inner());
            }
            return MaterialisedViews.rowsOf(view, in);
        } catch (DecodeException | QueryException e) {
            String problem = "view `" + name + "` returned no valid rows: " + e.getMessage();
            log.append(LogLevel.ERROR, name, ModuleLog.SYSTEM, ModuleLog.SYSTEM, -1, problem);
            throw new HostException(ErrorCode.VIEW_FAILED, problem, e);
        }
    }

    private static String failureOf(GuestOutcome outcome) {
        return switch (outcome) {
            case GuestOutcome.FailedUser user -> user.message();
            case GuestOutcome.FailedInternal internal -> internal.message();
            case GuestOutcome.Killed killed -> Writer.killedText(killed);
            case GuestOutcome.Returned _, GuestOutcome.Value _, GuestOutcome.Response _ ->
                    "the view returned nothing";
        };
    }

    /** Tells the module's log what went wrong, and gives a broken instance up. */
    private void finish(ModuleInstance running, String function, GuestOutcome outcome) {
        CallReport.tell(log, env, function, outcome);
        if (!running.isUsable()) {
            running.close();
            instance = null;
        }
    }

    /** The instance to call; a new one when the last was killed. */
    private ModuleInstance instance() {
        ModuleInstance current = instance;
        if (current == null) {
            LoadedModule loaded = module;
            if (loaded == null) {
                throw new HostException(ErrorCode.INVALID_MODULE, "database has no module");
            }
            current = loader.reload(loaded.program());
            instance = current;
        }
        return current;
    }

    void close() {
        ModuleInstance running = instance;
        if (running != null) {
            running.close();
            instance = null;
        }
    }
}
