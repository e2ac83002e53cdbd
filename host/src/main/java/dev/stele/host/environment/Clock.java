package dev.stele.host.environment;

/** The time. */
public interface Clock {

    /** Wall-clock time in microseconds since 1970; it may jump. */
    long wallMicros();

    /** Nanoseconds since some moment; it only grows. */
    long monotonicNanos();
}
