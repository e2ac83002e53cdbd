package dev.stele.server;

import dev.stele.host.environment.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves, or lets go. */
public final class SettableClock implements Clock {

    private static final long START_MICROS = 1_800_000_000_000_000L;
    private static final long NANOS_PER_MICRO = 1_000;

    private final AtomicLong micros = new AtomicLong(START_MICROS);
    private volatile long startNanos = -1;

    @Override
    public long wallMicros() {
        long start = startNanos;
        return micros.get() + (start < 0 ? 0 : (System.nanoTime() - start) / NANOS_PER_MICRO);
    }

    @Override
    public long monotonicNanos() {
        return (wallMicros() - START_MICROS) * NANOS_PER_MICRO;
    }

    /** From now on it moves with real time. */
    public void run() {
        startNanos = Math.max(0, System.nanoTime());
    }

    public void advanceSeconds(long seconds) {
        micros.addAndGet(seconds * 1_000_000);
    }

    public long seconds() {
        return wallMicros() / 1_000_000;
    }
}
