package dev.stele.host.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue from many threads to one, emptied as a whole: one lock and at most one wake-up
 * for many elements. Adding waits while the queue is full.
 */
public final class BatchQueue<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final int depthMax;
    private List<T> pending = new ArrayList<>();
    private boolean isTakerWaiting;
    private boolean isClosed;

    /** A queue of at most {@code depthMax} elements; one batch may exceed it. */
    public BatchQueue(int depthMax) {
        this.depthMax = depthMax;
    }

    /** Adds {@code element}, waiting for room; false when the queue is closed. */
    public boolean add(T element) {
        lock.lock();
        try {
            while (pending.size() >= depthMax && !isClosed) {
                notFull.awaitUninterruptibly();
            }
            if (isClosed) {
                return false;
            }
            pending.add(element);
            wakeTaker();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds {@code element} if there is room; says whether it did. */
    public boolean offer(T element) {
        lock.lock();
        try {
            if (isClosed || pending.size() >= depthMax) {
                return false;
            }
            pending.add(element);
            wakeTaker();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds all of {@code elements}, in order, waiting for room; false when the queue is closed. */
    public boolean addAll(List<? extends T> elements) {
        if (elements.isEmpty()) {
            return true;
        }
        lock.lock();
        try {
            while (pending.size() >= depthMax && !isClosed) {
                notFull.awaitUninterruptibly();
            }
            if (isClosed) {
                return false;
            }
            pending.addAll(elements);
            wakeTaker();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void wakeTaker() {
        if (isTakerWaiting) {
            isTakerWaiting = false;
            notEmpty.signal();
        }
    }

    /**
     * Takes everything, waiting for something; {@code spare}, an empty list, takes its place. Empty
     * only once the queue is closed and drained.
     */
    public List<T> takeAll(List<T> spare) {
        return takeAll(spare, Long.MAX_VALUE);
    }

    /** {@link #takeAll(List)}, but empty too when nothing has come in {@code nanosMax}. */
    public List<T> takeAll(List<T> spare, long nanosMax) {
        boolean isInterrupted = false;
        long nanos = nanosMax;
        lock.lock();
        try {
            while (pending.isEmpty() && !isClosed && nanos > 0) {
                isTakerWaiting = true;
                try {
                    nanos = notEmpty.awaitNanos(nanos);
                } catch (InterruptedException _) {
                    isInterrupted = true;
                }
            }
            isTakerWaiting = false;
            List<T> taken = pending;
            pending = spare;
            notFull.signalAll();
            return taken;
        } finally {
            lock.unlock();
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether nothing is left and nothing can come any more. */
    public boolean isDrained() {
        lock.lock();
        try {
            return isClosed && pending.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further elements; what is queued can still be taken. */
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
