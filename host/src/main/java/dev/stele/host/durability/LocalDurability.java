package dev.stele.host.durability;

import dev.stele.host.commitlog.CommitLog;
import dev.stele.host.environment.StorageException;
import dev.stele.host.environment.Threads;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Durability on a {@link CommitLog}: one log thread, group commit. The writer thread fills one
 * buffer while the log thread writes the other.
 */
public final class LocalDurability implements Durability {

    /** Bytes that may wait for the log thread; a writer that is further ahead waits. */
    public static final int PENDING_BYTES_MAX = 64 << 20;

    /** Pending bytes at which the log thread is woken although the writer goes on. */
    private static final int EAGER_BYTES = 1 << 20;

    private static final int INITIAL_BYTES = 64 << 10;

    /** Buffers that grew larger than this are not kept. */
    private static final int KEPT_BYTES_MAX = 16 << 20;

    private static final long STACK_BYTES = 1L << 20;

    private final CommitLog log;
    private final DurableOffset durable;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private byte[] pending = new byte[INITIAL_BYTES];
    private int pendingBytes;
    private int pendingCount;
    private byte[] spare = new byte[INITIAL_BYTES];
    private boolean isKicked;
    private boolean isIdle;
    private boolean isClosed;

    /** Goes on where {@code log} ends; {@code name} names the log thread. */
    public LocalDurability(CommitLog log, String name, Threads threads) {
        this.log = log;
        this.durable = new DurableOffset(log.nextOffset() - 1);
        this.thread = threads.startPlatform(name, STACK_BYTES, this::run);
    }

    @Override
    public void append(long txOffset, byte[] records, int length, int count) {
        lock.lock();
        try {
            if (length > PENDING_BYTES_MAX) {
                throw new StorageException(
                        "commit log",
                        -1,
                        "transaction of "
                                + length
                                + " bytes, expected at most "
                                + PENDING_BYTES_MAX);
            }
            while (durable.failure().isEmpty()
                    && !isClosed
                    && (pendingBytes + length > PENDING_BYTES_MAX
                            || pendingCount + count > CommitLog.transactionsMax())) {
                isKicked = true;
                work.signal();
                room.awaitUninterruptibly();
            }
            durable.failure()
                    .ifPresent(cause -> {
                        throw cause;
                    });
            if (isClosed) {
                throw new StorageException("commit log", -1, "is closed");
            }
            if (pendingBytes + length > pending.length) {
                pending =
                        Arrays.copyOf(pending, Math.max(pendingBytes + length, pending.length * 2));
            }
            System.arraycopy(records, 0, pending, pendingBytes, length);
            pendingBytes += length;
            pendingCount += count;
            if (isIdle && pendingBytes >= EAGER_BYTES) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        isKicked = true;
        if (isIdle) {
            isIdle = false;
            work.signal();
        }
    }

    @Override
    public void kick() {
        lock.lock();
        try {
            if (pendingCount > 0) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DurableOffset durableOffset() {
        return durable;
    }

    private void run() {
        while (true) {
            byte[] group;
            int bytes;
            int count;
            lock.lock();
            try {
                // Whatever arrived during the last sync goes at once: it had its chance to gather.
                while (pendingCount == 0 || !isKicked) {
                    if (isClosed && pendingCount == 0) {
                        return;
                    }
                    if (isClosed) {
                        break;
                    }
                    isIdle = true;
                    work.awaitUninterruptibly();
                }
                isIdle = false;
                isKicked = false;
                group = pending;
                bytes = pendingBytes;
                count = pendingCount;
                pending = spare;
                pendingBytes = 0;
                pendingCount = 0;
                room.signalAll();
            } finally {
                lock.unlock();
            }
            try {
                log.append(count, group, bytes);
            } catch (StorageException e) {
                fail(e);
                return;
            }
            spare = group.length <= KEPT_BYTES_MAX ? group : new byte[INITIAL_BYTES];
            durable.advance(log.nextOffset() - 1);
        }
    }

    private void fail(StorageException cause) {
        durable.fail(cause);
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        log.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
