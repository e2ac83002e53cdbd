package dev.stele.polyglot;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the watchdog knows about one guest context: whether a call is running in it, since when, and
 * what it may use. One thread at a time enters and leaves; the watchdog thread reads.
 *
 * <p>{@code entries} is odd while a call runs. The end of a call and the watchdog's verdict race:
 * each side writes its own variable first and then reads the other's, so at least one of them sees
 * that both happened, and a call is never killed without being told.
 */
public final class CallGuard {

    private final Runnable stop;
    private final AtomicLong entries = new AtomicLong();
    private volatile @Nullable String exceeded;

    private volatile @Nullable Thread thread;
    private volatile long wallNanos;
    private volatile long allocationBytes;

    /** Of the watchdog thread: the call seen last, when, and the thread's allocation then. */
    private long seenEntry;

    private long seenNanos;
    private long seenAllocated;

    CallGuard(Runnable stop) {
        this.stop = stop;
    }

    /** Announces that the calling thread enters the guest. */
    public void enter(long wallNanosMax, long allocationBytesMax) {
        thread = Thread.currentThread();
        wallNanos = wallNanosMax;
        allocationBytes = allocationBytesMax;
        entries.incrementAndGet();
    }

    /** Announces that the guest was left; returns the budget that was exceeded, if any. */
    public @Nullable String leave() {
        entries.incrementAndGet();
        return exceeded;
    }

    boolean isRunning() {
        return (entries.get() & 1) != 0;
    }

    /** Looks at the running call, if any; true when there is one. */
    boolean look(long nowNanos, AllocationMeter meter) {
        long entry = entries.get();
        if ((entry & 1) == 0 || exceeded != null) {
            return false;
        }
        Thread guest = thread;
        if (guest == null) {
            return false;
        }
        long allocated = meter.allocatedBytes(guest);
        if (entry != seenEntry) {
            seenEntry = entry;
            seenNanos = nowNanos;
            seenAllocated = allocated;
            return true;
        }
        if (nowNanos - seenNanos > wallNanos) {
            condemn(entry, "wall clock budget of " + wallNanos / 1_000_000 + " ms exceeded");
        } else if (allocated - seenAllocated > allocationBytes) {
            condemn(entry, "allocation budget of " + (allocationBytes >> 20) + " MiB exceeded");
        }
        return true;
    }

    private void condemn(long entry, String what) {
        exceeded = what;
        if (entries.get() != entry) {
            exceeded = null;
            return;
        }
        Thread stopper = new Thread(stop, "stele-guest-stop");
        stopper.setDaemon(true);
        stopper.start();
    }

    /** Whether a condemned call still runs {@code afterNanos} past its verdict's first moment. */
    boolean isStuck(long nowNanos, long afterNanos) {
        return exceeded != null
                && entries.get() == seenEntry
                && nowNanos - seenNanos > wallNanos + afterNanos;
    }

    /** Reads how much a thread has allocated since it started. */
    interface AllocationMeter {

        long allocatedBytes(Thread thread);
    }
}
