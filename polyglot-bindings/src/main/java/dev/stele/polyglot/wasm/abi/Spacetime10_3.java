package dev.stele.polyglot.wasm.abi;

import dev.stele.host.module.Errno;
import org.graalvm.polyglot.HostAccess;

/**
 * Import module {@code spacetime_10.3}: what a procedure may do. Called from a reducer these answer
 * that a transaction is open, or trap where the reference does. Spec 01 section 1.4.
 */
@SuppressWarnings("DoNotCallSuggester") // Guests call these methods, no host code does.
public final class Spacetime10_3 {

    private final HostSide host;

    public Spacetime10_3(HostSide host) {
        this.host = host;
    }

    /** Waits until a moment, in microseconds; returns the time then. Only in a procedure. */
    @HostAccess.Export
    public long procedureSleepUntil(long wakeAtMicros) {
        throw onlyInProcedures("procedure_sleep_until");
    }

    /** Opens a transaction and writes its timestamp, i64. WOULD_BLOCK_TRANSACTION when one is. */
    @HostAccess.Export
    public int procedureStartMutTx(int out) {
        if (!host.isInCall()) {
            throw onlyInProcedures("procedure_start_mut_tx");
        }
        return Errno.WOULD_BLOCK_TRANSACTION.code();
    }

    /** Commits the procedure's transaction. TRANSACTION_NOT_ANONYMOUS when it has none. */
    @HostAccess.Export
    public int procedureCommitMutTx() {
        return Errno.TRANSACTION_NOT_ANONYMOUS.code();
    }

    /** Rolls the procedure's transaction back. TRANSACTION_NOT_ANONYMOUS when it has none. */
    @HostAccess.Export
    public int procedureAbortMutTx() {
        return Errno.TRANSACTION_NOT_ANONYMOUS.code();
    }

    /** Makes an HTTP request; writes two sources. Only in a procedure. */
    @HostAccess.Export
    public int procedureHttpRequest(
            int request, int requestLength, int body, int bodyLength, int out) {
        throw onlyInProcedures("procedure_http_request");
    }

    private static GuestTrap onlyInProcedures(String function) {
        return new GuestTrap(function + " is available in procedures only");
    }
}
