package dev.stele.server;

import dev.stele.host.environment.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves. */
public final class SettableClock implements Clock {

    private static final long START_MICROS = 1_800_000_000_000_000L;
    private static final long NANOS_PER_MICRO = 1_000;

    private final AtomicLong micros = new AtomicLong(START_MICROS);

    @Override
    public long wallMicros() {
        return micros.get();
    }

    @Override
    public long monotonicNanos() {
        return (micros.get() - START_MICROS) * NANOS_PER_MICRO;
    }

    public void advanceSeconds(long seconds) {
        micros.addAndGet(seconds * 1_000_000);
    }

    public long seconds() {
        return micros.get() / 1_000_000;
    }
}
