package dev.stele.polyglot;

import dev.stele.host.module.ProcedureAbi;
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
    private volatile long nanos;
    private volatile long allocationBytes;

    /** Of the watchdog thread: the call seen last, when, and the thread's allocation then. */
    private long seenEntry;

    private long seenNanos;
    private long seenCpuNanos;
    private long seenAllocated;

    CallGuard(Runnable stop) {
        this.stop = stop;
    }

    /**
     * Announces that the calling thread enters the guest.
     *
     * @param nanosMax time on a processor; on the clock {@link Limits#WALL_CLOCK_FACTOR} times that
     */
    public void enter(long nanosMax, long allocationBytesMax) {
        thread = Thread.currentThread();
        nanos = nanosMax;
        allocationBytes = allocationBytesMax;
        entries.incrementAndGet();
    }

    /** Announces that the guest was left; returns the budget that was exceeded, if any. */
    public @Nullable String leave() {
        entries.incrementAndGet();
        return exceeded;
    }

    /** The guest waits for its host: that costs no budget, and what follows has a fresh one. */
    public void pause() {
        entries.incrementAndGet();
    }

    /** The wait is over. */
    public void resume() {
        entries.incrementAndGet();
    }

    /** As an observer of waits. */
    public ProcedureAbi.WaitObserver waits() {
        return new ProcedureAbi.WaitObserver() {
            @Override
            public void begins() {
                pause();
            }

            @Override
            public void ends() {
                resume();
            }
        };
    }

    boolean isRunning() {
        return (entries.get() & 1) != 0;
    }

    /** Looks at the running call, if any; true when there is one. */
    boolean look(long nowNanos, ThreadMeter meter) {
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
            seenCpuNanos = meter.cpuNanos(guest);
            seenAllocated = allocated;
            return true;
        }
        if (nowNanos - seenNanos > nanos
                && (meter.cpuNanos(guest) - seenCpuNanos > nanos
                        || nowNanos - seenNanos > nanos * Limits.WALL_CLOCK_FACTOR)) {
            condemn(entry, "time budget of " + nanos / 1_000_000 + " ms exceeded");
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
                && nowNanos - seenNanos > nanos * Limits.WALL_CLOCK_FACTOR + afterNanos;
    }

    /** Reads what a thread has used since it started. */
    interface ThreadMeter {

        long allocatedBytes(Thread thread);

        long cpuNanos(Thread thread);
    }
}
