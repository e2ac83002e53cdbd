package dev.stele.server.http;

import dev.stele.host.environment.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients have begun to send: whoever does not go on is given up, so that half a request does
 * not hold a connection for ever. Each connection has a thread, which reads. Safe for use by many
 * threads.
 */
public final class Arrivals implements AutoCloseable {

    /** How long a request's head may take to arrive, and a body at any pace. */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    /** A longer body must come at this pace, in bytes for each second. */
    static final long PACE_BYTES = 16 << 10;

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Map<Thread, Arrival> pending = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Thread ticker;
    private volatile boolean isClosed;

    public Arrivals(Clock clock) {
        this.clock = clock;
        this.ticker = Thread.ofVirtual().name("arrivals-ticker").start(this::tick);
    }

    /** What one thread waits for. */
    private static final class Arrival {

        private final long startNanos;
        private final Runnable giveUp;
        private volatile long received;

        Arrival(long startNanos, Runnable giveUp) {
            this.startNanos = startNanos;
            this.giveUp = giveUp;
        }

        boolean isLate(long nowNanos) {
            long allowed = PATIENCE_NANOS + received / PACE_BYTES * NANOS_PER_SECOND;
            return nowNanos - startNanos > allowed;
        }
    }

    /**
     * The current thread begins to read something, and ends with what it read before; {@code
     * giveUp} runs on another thread when it does not arrive in time.
     */
    void begin(Runnable giveUp) {
        pending.put(Thread.currentThread(), new Arrival(clock.monotonicNanos(), giveUp));
    }

    /** So many bytes have come in all of what the current thread reads. */
    void received(long bytes) {
        Arrival arrival = pending.get(Thread.currentThread());
        if (arrival != null) {
            arrival.received = bytes;
        }
    }

    /** All that the current thread began to read is here. */
    void end() {
        pending.remove(Thread.currentThread());
    }

    private void tick() {
        while (!isClosed) {
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException _) {
                return;
            }
            long now = clock.monotonicNanos();
            pending.forEach((reader, arrival) -> {
                if (arrival.isLate(now) && pending.remove(reader, arrival)) {
                    arrival.giveUp.run();
                }
            });
        }
    }

    @Override
    public void close() {
        isClosed = true;
        ticker.interrupt();
    }
}
