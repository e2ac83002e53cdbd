package dev.stele.host.module;

import dev.stele.host.sats.Bytes;
import java.util.Set;

/**
 * One loaded module, ready to be called by one thread at a time (always the same platform thread
 * with a large stack).
 */
public interface ModuleInstance extends AutoCloseable {

    /** The BSATN of its {@code RawModuleDef}. */
    Bytes describe();

    /**
     * Calls a reducer; {@code abi} is valid until this returns. Never throws for the guest's
     * faults.
     */
    GuestOutcome callReducer(ReducerCall call, TableAbi abi);

    /**
     * Calls a view; what it returned is a {@link GuestOutcome.Value}. Otherwise as {@link
     * #callReducer}.
     */
    GuestOutcome callView(ViewCall call, TableAbi abi);

    /**
     * Calls a procedure, which opens its transactions itself; what it returned is a {@link
     * GuestOutcome.Value}. Otherwise as {@link #callReducer}.
     */
    GuestOutcome callProcedure(ProcedureCall call, ProcedureAbi abi);

    /** Calls an HTTP handler; what it answered is a {@link GuestOutcome.Response}. */
    GuestOutcome callHandler(HandlerCall call, ProcedureAbi abi);

    /** Modules that it declares as written in another language, and that are not part of it. */
    default Set<String> missingModules() {
        return Set.of();
    }

    /** Whether it can still be called; false after {@link GuestOutcome.Killed}. */
    boolean isUsable();

    @Override
    void close();
}
