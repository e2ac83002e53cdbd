package dev.stele.host.module;

import org.jspecify.annotations.Nullable;

/** Tells a module's log how a call of one of its functions ended, when it did not end well. */
final class CallReport {

    private CallReport() {}

    static void tell(ModuleLog log, InstanceEnv env, String function, GuestOutcome outcome) {
        switch (outcome) {
            case GuestOutcome.Returned _, GuestOutcome.Value _, GuestOutcome.Response _ -> {}
            case GuestOutcome.FailedUser user ->
                    append(log, LogLevel.ERROR, function, ModuleLog.SYSTEM, user.message());
            case GuestOutcome.FailedInternal internal -> {
                // A panic that the guest has told itself needs no second line.
                if (!env.hasLoggedPanic()) {
                    append(log, LogLevel.PANIC, function, null, internal.detail());
                }
            }
            case GuestOutcome.Killed killed ->
                    append(log, LogLevel.PANIC, function, null, "stopped: " + killed.what());
        }
    }

    private static void append(
            ModuleLog log,
            LogLevel level,
            String function,
            @Nullable String source,
            String message) {
        log.append(level, function, source, source, -1, message);
    }
}
