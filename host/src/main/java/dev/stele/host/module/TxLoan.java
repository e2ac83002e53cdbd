package dev.stele.host.module;

import dev.stele.host.datastore.MutTx;
import dev.stele.host.error.HostException;
import dev.stele.host.sats.Timestamp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A transaction that the writer thread lends to the thread of a procedure. The writer waits until
 * it gets it back, so transactions stay one after the other; how long that takes is bounded by the
 * time that a guest may run without a pause.
 */
final class TxLoan {

    /** The transaction and its time. */
    record Lent(MutTx tx, Timestamp now) {}

    private final CompletableFuture<Lent> lent = new CompletableFuture<>();
    private final CompletableFuture<Boolean> returned = new CompletableFuture<>();
    private final CompletableFuture<Long> ended = new CompletableFuture<>();

    // ---- the writer's side

    /** Lends {@code tx}; says, once it is back, whether it is to be committed. */
    boolean lend(MutTx tx, Timestamp now) {
        lent.complete(new Lent(tx, now));
        return returned.join();
    }

    /** The transaction has ended; all up to {@code offset} is part of the state. */
    void ended(long offset) {
        ended.complete(offset);
    }

    /** There is no transaction, or it could not be committed. */
    void failed(RuntimeException why) {
        lent.completeExceptionally(why);
        ended.completeExceptionally(why);
    }

    // ---- the procedure's side

    /**
     * Waits for the transaction.
     *
     * @throws HostException when there is none
     */
    Lent await() {
        return joined(lent);
    }

    /**
     * Gives the transaction back and waits for its end; returns the last offset of the state then.
     *
     * @throws HostException when it could not be committed
     */
    long giveBack(boolean isToCommit) {
        returned.complete(isToCommit);
        return joined(ended);
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
