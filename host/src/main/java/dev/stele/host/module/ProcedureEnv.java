package dev.stele.host.module;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.environment.Clock;
import dev.stele.host.exchange.HttpFailedException;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.exchange.HttpRequest;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ABI of one running procedure or handler: the table ABI over the transaction that it has open,
 * which is lent by the writer thread. Used by the thread of the call alone.
 */
final class ProcedureEnv extends InstanceEnv implements ProcedureAbi {

    /** Queues a loan for the writer thread; false when the database is closing. */
    interface Lender {
        boolean borrow(TxLoan loan);
    }

    private static final int MILLIS_SLEPT_AT_ONCE = 100;

    private final Lender lender;
    private final HttpSender http;
    private final ModuleLog log;
    private final Clock clock;
    private WaitObserver observer = NO_OBSERVER;
    private String name = "";
    private long deadlineNanos;
    private @Nullable TxLoan loan;
    private long lastOffset = -1;
    private volatile boolean isCancelled;
    private @Nullable Thread asking;

    private static final WaitObserver NO_OBSERVER =
            new WaitObserver() {
                @Override
                public void begins() {}

                @Override
                public void ends() {}
            };

    ProcedureEnv(Identity database, ModuleLog log, Clock clock, Lender lender, HttpSender http) {
        super(database, log, clock);
        this.lender = lender;
        this.http = http;
        this.log = log;
        this.clock = clock;
    }

    /** Starts serving {@code procedure}. */
    void beginCall(String procedure, Timestamp now) {
        beginOutside(procedure, now);
        name = procedure;
        observer = NO_OBSERVER;
        lastOffset = -1;
        deadlineNanos = clock.monotonicNanos() + Limits.PROCEDURE_NANOS_MAX;
    }

    /** Ends the call; a transaction that was left open is rolled back. */
    void endCall() {
        TxLoan open = loan;
        if (open != null) {
            loan = null;
            log.append(
                    LogLevel.ERROR,
                    name,
                    ModuleLog.SYSTEM,
                    ModuleLog.SYSTEM,
                    -1,
                    "aborting dangling anonymous transaction in procedure " + name);
            detach();
            open.giveBack(false);
        }
        end();
    }

    /** The last offset that a transaction of this call is part of, -1 for none. */
    long lastOffset() {
        return lastOffset;
    }

    /** The caller is gone: the call ends where it waits for another server, or at its next wait. */
    synchronized void cancel() {
        isCancelled = true;
        if (asking != null) {
            asking.interrupt();
        }
    }

    private synchronized void beginAsking() {
        requireTime();
        asking = Thread.currentThread();
    }

    /** The thread is for other calls too: what interrupts this one goes no further. */
    private synchronized void endAsking() {
        asking = null;
        if (isCancelled) {
            Thread.interrupted();
        }
    }

    @Override
    public void observeWaits(WaitObserver waits) {
        observer = waits;
    }

    private void requireCaller() {
        if (isCancelled) {
            throw new IllegalStateException("the caller of procedure " + name + " is gone");
        }
    }

    private void requireTime() {
        requireCaller();
        if (clock.monotonicNanos() - deadlineNanos > 0) {
            throw new IllegalStateException(
                    "procedure "
                            + name
                            + " ran for longer than "
                            + TimeUnit.NANOSECONDS.toSeconds(Limits.PROCEDURE_NANOS_MAX)
                            + " s");
        }
    }

    private void requireNoTx() {
        if (loan != null) {
            throw new AbiException(Errno.WOULD_BLOCK_TRANSACTION);
        }
    }

    @Override
    public long startTx() {
        requireNoTx();
        requireTime();
        TxLoan next = new TxLoan();
        TxLoan.Lent lent;
        observer.begins();
        try {
            if (!lender.borrow(next)) {
                throw new IllegalStateException("the database is closing");
            }
            lent = next.await();
        } finally {
            observer.ends();
        }
        loan = next;
        attach(lent.tx(), lent.now());
        return lent.now().micros();
    }

    @Override
    public void commitTx() {
        lastOffset = Math.max(lastOffset, giveBack(true));
    }

    @Override
    public void abortTx() {
        giveBack(false);
    }

    private long giveBack(boolean isToCommit) {
        TxLoan open = loan;
        if (open == null) {
            throw new AbiException(Errno.TRANSACTION_NOT_ANONYMOUS);
        }
        loan = null;
        detach();
        observer.begins();
        try {
            return open.giveBack(isToCommit);
        } finally {
            observer.ends();
        }
    }

    @Override
    public HttpReply httpRequest(Bytes request, Bytes body) {
        requireNoTx();
        HttpRequest decoded;
        try {
            decoded = HttpRequest.decode(request);
        } catch (DecodeException e) {
            throw new AbiException(Errno.BSATN_DECODE_ERROR, "the HTTP request: " + e.getMessage());
        }
        beginAsking();
        observer.begins();
        try {
            return http.send(decoded, body);
        } catch (HttpFailedException e) {
            requireCaller();
            throw new AbiException(Errno.HTTP_ERROR, String.valueOf(e.getMessage()));
        } finally {
            observer.ends();
            endAsking();
        }
    }

    @Override
    public long sleepUntil(long micros) {
        requireNoTx();
        observer.begins();
        try {
            while (clock.wallMicros() < micros) {
                requireTime();
                long millis = (micros - clock.wallMicros()) / 1_000 + 1;
                Thread.sleep(Math.clamp(millis, 1, MILLIS_SLEPT_AT_ONCE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            observer.ends();
        }
        return clock.wallMicros();
    }
}
