package dev.stele.host.durability;

import dev.stele.host.environment.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The offset of the last durable transaction, -1 before the first. Safe for use by many threads.
 */
public final class DurableOffset {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private volatile long offset;
    private volatile @Nullable StorageException failure;
    private int waiting;

    /** Starts at {@code offset}. */
    public DurableOffset(long offset) {
        this.offset = offset;
    }

    public long get() {
        return offset;
    }

    /** Why it will not move any more, if so. */
    public Optional<StorageException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Runs {@code listener} with the new offset after each move, on the thread that moved it. */
    public void onAdvance(LongConsumer listener) {
        listeners.add(listener);
    }

    /**
     * Waits until {@code wanted} is durable.
     *
     * @throws StorageException when it will not be
     * @throws InterruptedException when interrupted
     */
    public void await(long wanted) throws InterruptedException {
        if (offset >= wanted) {
            return;
        }
        lock.lock();
        try {
            waiting++;
            while (offset < wanted) {
                StorageException cause = failure;
                if (cause != null) {
                    throw cause;
                }
                moved.await();
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Moves to {@code next}, which is not behind. */
    void advance(long next) {
        offset = next;
        wake();
        for (LongConsumer listener : listeners) {
            listener.accept(next);
        }
    }

    /** Never moves again, because of {@code cause}. */
    void fail(StorageException cause) {
        if (failure == null) {
            failure = cause;
        }
        wake();
        for (LongConsumer listener : listeners) {
            listener.accept(offset);
        }
    }

    private void wake() {
        lock.lock();
        try {
            if (waiting > 0) {
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
