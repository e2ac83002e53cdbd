package dev.stele.host.schedule;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.sats.Bytes;

/**
 * The value of a {@code ScheduleAt} column: every {@code micros} microseconds, or once at the time
 * {@code micros} microseconds after 1970.
 */
public record ScheduleAt(boolean isInterval, long micros) {

    /** From this delay on, in milliseconds, a row is refused. Spec 03 section 3.6. */
    public static final long DELAY_MILLIS_MAX = (1L << 36) - 1;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final int TIME = 1;

    static ScheduleAt decode(byte[] column) {
        BsatnReader in = new BsatnReader(Bytes.wrap(column));
        int tag = in.u8();
        return new ScheduleAt(tag != TIME, in.i64());
    }

    /** Microseconds between two ticks: a negative interval counts as its opposite. */
    long period() {
        return micros == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(micros);
    }

    /** Whether the delay from {@code nowMicros} on is longer than may be. */
    public boolean isTooLong(long nowMicros) {
        long delay = isInterval ? period() : micros <= nowMicros ? 0 : micros - nowMicros;
        return delay < 0 || delay / MICROS_PER_MILLI >= DELAY_MILLIS_MAX;
    }
}
