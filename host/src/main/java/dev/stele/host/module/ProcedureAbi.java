package dev.stele.host.module;

import dev.stele.host.exchange.HttpReply;
import dev.stele.host.sats.Bytes;

/**
 * What a procedure or a handler can ask beyond {@link TableAbi}: transactions one after the other,
 * and requests to other servers between them. Spec 01 section 1.4. Outside a transaction the
 * functions on tables answer NOT_IN_TRANSACTION.
 */
public interface ProcedureAbi extends TableAbi {

    /** Told when the call waits for something else than the guest, which then costs no budget. */
    interface WaitObserver {
        void begins();

        void ends();
    }

    /** Tells {@code observer} of all waits of this call. */
    void observeWaits(WaitObserver observer);

    /**
     * Waits for its turn and opens a transaction; returns its time in microseconds.
     * WOULD_BLOCK_TRANSACTION when one is open.
     */
    long startTx();

    /**
     * Commits the open transaction. TRANSACTION_NOT_ANONYMOUS when there is none.
     *
     * @throws IllegalStateException with the reason when a view failed; it is rolled back, and the
     *     call must end
     */
    void commitTx();

    /** Rolls the open transaction back. TRANSACTION_NOT_ANONYMOUS when there is none. */
    void abortTx();

    /**
     * Sends a request, BSATN of {@code HttpRequest}, and waits for the response. HTTP_ERROR when
     * there is none, WOULD_BLOCK_TRANSACTION within a transaction.
     */
    HttpReply httpRequest(Bytes request, Bytes body);

    /** Waits until a moment, in microseconds; returns the time then. Only outside transactions. */
    long sleepUntil(long micros);
}
