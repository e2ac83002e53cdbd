package dev.stele.polyglot.wasm.abi;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.sats.Bytes;
import java.util.Optional;
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
        ProcedureAbi procedure = procedure("procedure_sleep_until");
        try {
            return procedure.sleepUntil(wakeAtMicros);
        } catch (AbiException e) {
            throw new GuestTrap("procedure_sleep_until: " + e.getMessage());
        } catch (IllegalStateException e) {
            throw new GuestTrap("procedure_sleep_until: " + e.getMessage(), e);
        }
    }

    /** Opens a transaction and writes its timestamp, i64. WOULD_BLOCK_TRANSACTION when one is. */
    @HostAccess.Export
    public int procedureStartMutTx(int out) {
        if (!host.isInCall()) {
            throw onlyInProcedures("procedure_start_mut_tx");
        }
        Optional<ProcedureAbi> procedure = host.procedure();
        if (procedure.isEmpty()) {
            return Errno.WOULD_BLOCK_TRANSACTION.code();
        }
        host.check(out, Long.BYTES);
        return host.errno("procedure_start_mut_tx", _ -> host.out(out, procedure.get().startTx()));
    }

    /** Commits the procedure's transaction. TRANSACTION_NOT_ANONYMOUS when it has none. */
    @HostAccess.Export
    public int procedureCommitMutTx() {
        return host.procedure()
                .map(procedure -> host.errno("procedure_commit_mut_tx", _ -> procedure.commitTx()))
                .orElse(Errno.TRANSACTION_NOT_ANONYMOUS.code());
    }

    /** Rolls the procedure's transaction back. TRANSACTION_NOT_ANONYMOUS when it has none. */
    @HostAccess.Export
    public int procedureAbortMutTx() {
        return host.procedure()
                .map(procedure -> host.errno("procedure_abort_mut_tx", _ -> procedure.abortTx()))
                .orElse(Errno.TRANSACTION_NOT_ANONYMOUS.code());
    }

    /**
     * Makes an HTTP request; writes two sources: the response and its body, or the error's text and
     * 0. Only in a procedure.
     */
    @HostAccess.Export
    public int procedureHttpRequest(
            int request, int requestLength, int body, int bodyLength, int out) {
        ProcedureAbi procedure = procedure("procedure_http_request");
        host.check(out, 2 * Integer.BYTES);
        Bytes head = bytes(request, requestLength);
        Bytes content = bytes(body, bodyLength);
        try {
            HttpReply reply = procedure.httpRequest(head, content);
            host.out(out, host.source(reply.response().encode()));
            host.out(out + Integer.BYTES, host.source(reply.body()));
            return 0;
        } catch (AbiException e) {
            if (e.errno() == Errno.HTTP_ERROR) {
                Bytes text = new BsatnWriter().string(String.valueOf(e.getMessage())).toBytes();
                host.out(out, host.source(text));
            }
            return e.errno().code();
        } catch (IllegalStateException e) {
            throw new GuestTrap("procedure_http_request: " + e.getMessage(), e);
        }
    }

    private Bytes bytes(int pointer, int length) {
        if (length == 0) {
            return Bytes.EMPTY;
        }
        host.check(pointer, length);
        return Bytes.copyOf(host.in(pointer, length), 0, length);
    }

    private ProcedureAbi procedure(String function) {
        return host.procedure().orElseThrow(() -> onlyInProcedures(function));
    }

    private static GuestTrap onlyInProcedures(String function) {
        return new GuestTrap(function + " is available in procedures only");
    }
}
