package dev.stele.polyglot;

import dev.stele.host.module.GuestOutcome;
import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;

/** What of a failed guest call concerns the engine rather than the guest's code. */
public final class EngineFailures {

    /** What a caller is told of any error that the module did not mean for him. */
    public static final String FATAL = "The instance encountered a fatal error.";

    private EngineFailures() {}

    /** The outcome when the engine stopped or failed; empty when the guest's code failed. */
    public static Optional<GuestOutcome> of(PolyglotException error) {
        if (error.isCancelled() || error.isInterrupted()) {
            return killed("the call was cancelled");
        }
        if (error.isResourceExhausted()) {
            return killed("the engine ran out of memory: " + error.getMessage());
        }
        if (error.isInternalError()) {
            return killed("the engine failed: " + error.getMessage());
        }
        return Optional.empty();
    }

    private static Optional<GuestOutcome> killed(String what) {
        return Optional.of(new GuestOutcome.Killed(what));
    }
}
