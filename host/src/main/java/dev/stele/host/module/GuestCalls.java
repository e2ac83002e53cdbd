package dev.stele.host.module;

import dev.stele.host.datastore.MutTx;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.module.LoadedModule.Reducer;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The module at work: its instance, which is replaced when it breaks, and the calls of it. */
final class GuestCalls {

    /** A module with the instance that runs it. */
    record Running(@Nullable LoadedModule module, @Nullable ModuleInstance instance) {}

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
        switch (outcome) {
            case GuestOutcome.Returned _ -> {}
            case GuestOutcome.FailedUser user ->
                    logFailure(LogLevel.ERROR, reducer, ModuleLog.SYSTEM, user.message());
            case GuestOutcome.FailedInternal internal -> {
                // A panic that the guest has told itself needs no second line.
                if (!env.hasLoggedPanic()) {
                    logFailure(LogLevel.PANIC, reducer, null, internal.detail());
                }
            }
            case GuestOutcome.Killed killed ->
                    logFailure(LogLevel.PANIC, reducer, null, "stopped: " + killed.what());
        }
        if (!running.isUsable()) {
            running.close();
            instance = null;
        }
        return outcome;
    }

    private void logFailure(
            LogLevel level, Reducer reducer, @Nullable String source, String message) {
        log.append(level, reducer.def().name(), source, source, -1, message);
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
