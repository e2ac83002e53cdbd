package dev.stele.polyglot;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread per process that stops guests which use more time or memory than they may.
 *
 * <p>A stop is {@code Context.close(true)}: of the ways to stop a guest it is the one that always
 * ended it (an interrupt can be outlived by {@code finally} blocks). It runs on a thread of its
 * own, since it waits for the guest. The context is lost by it, which is wanted: a stopped guest's
 * heap is in an unknown state and a fresh context costs 2 ms.
 */
public final class Watchdog implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());

    private final Set<CallGuard> guards = ConcurrentHashMap.newKeySet();
    private final Runnable onStuck;
    private final Thread thread;
    private volatile boolean closed;

    private Watchdog(Runnable onStuck) {
        this.onStuck = onStuck;
        this.thread = new Thread(this::run, "stele-watchdog");
    }

    /**
     * Starts the thread. {@code onStuck} runs when a guest could not be stopped; nothing but a
     * restart of the process helps then.
     */
    public static Watchdog start(Runnable onStuck) {
        Watchdog watchdog = new Watchdog(onStuck);
        watchdog.thread.setDaemon(true);
        watchdog.thread.start();
        return watchdog;
    }

    /** Watches a context that {@code stop} closes; until {@link #forget}. */
    public CallGuard watch(Runnable stop) {
        CallGuard guard = new CallGuard(stop);
        guards.add(guard);
        return guard;
    }

    public void forget(CallGuard guard) {
        guards.remove(guard);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private static CallGuard.ThreadMeter meter() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return new CallGuard.ThreadMeter() {
            @Override
            public long allocatedBytes(Thread thread) {
                return threads.getThreadAllocatedBytes(thread.threadId());
            }

            @Override
            public long cpuNanos(Thread thread) {
                return threads.getThreadCpuTime(thread.threadId());
            }
        };
    }

    private void run() {
        CallGuard.ThreadMeter meter = meter();
        int idleLooks = 0;
        while (!closed) {
            boolean running = false;
            long now = System.nanoTime();
            for (CallGuard guard : guards) {
                running |= guard.look(now, meter);
            }
            if (guards.removeIf(g -> g.isStuck(now, Limits.STUCK_AFTER.toNanos()))) {
                LOG.log(System.Logger.Level.ERROR, "a cancelled guest goes on running");
                onStuck.run();
            }
            idleLooks = running ? 0 : Math.min(idleLooks + 1, Limits.IDLE_AFTER_LOOKS);
            boolean idle = idleLooks == Limits.IDLE_AFTER_LOOKS;
            LockSupport.parkNanos(
                    (idle ? Limits.IDLE_WATCH_INTERVAL : Limits.WATCH_INTERVAL).toNanos());
        }
    }
}
