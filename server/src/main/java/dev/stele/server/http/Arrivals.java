package dev.stele.server.http;

import dev.stele.host.environment.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients have begun to send: whoever does not go on is given up, so that half a request does
 * not hold a connection for ever. Safe for use by many threads.
 */
public final class Arrivals implements AutoCloseable {

    /** How long a request's head may take to arrive, and a body at any pace. */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    /** A longer body must come at this pace, in bytes for each second. */
    static final long PACE_BYTES = 16 << 10;

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Set<Arrival> pending = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final Thread ticker;
    private volatile boolean isClosed;

    public Arrivals(Clock clock) {
        this.clock = clock;
        this.ticker = Thread.ofVirtual().name("arrivals-ticker").start(this::tick);
    }

    /** Something that is arriving. */
    final class Arrival {

        private final long startNanos = clock.monotonicNanos();
        private final Runnable giveUp;
        private volatile long received;
        private boolean hasEnded;

        private Arrival(Runnable giveUp) {
            this.giveUp = giveUp;
        }

        /** So many bytes have come in all. */
        void received(long bytes) {
            received = bytes;
        }

        /** All of it is here. */
        synchronized void end() {
            hasEnded = true;
            pending.remove(this);
        }

        private synchronized void check(long nowNanos) {
            long allowed = PATIENCE_NANOS + received / PACE_BYTES * NANOS_PER_SECOND;
            if (!hasEnded && nowNanos - startNanos > allowed) {
                end();
                giveUp.run();
            }
        }
    }

    /** Expects something to arrive in time; else {@code giveUp} runs, on another thread. */
    Arrival begin(Runnable giveUp) {
        Arrival arrival = new Arrival(giveUp);
        pending.add(arrival);
        return arrival;
    }

    private void tick() {
        while (!isClosed) {
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException _) {
                return;
            }
            long now = clock.monotonicNanos();
            pending.forEach(arrival -> arrival.check(now));
        }
    }

    @Override
    public void close() {
        isClosed = true;
        ticker.interrupt();
    }
}
