package dev.stele.polyglot;

import java.time.Duration;

/**
 * What one entry into guest code may use before it is stopped.
 *
 * @param reducer processor time of a reducer call; on the clock, {@link Limits#WALL_CLOCK_FACTOR}
 *     times that
 * @param load the same of evaluating a module's top level, and of describing it
 * @param allocationBytes heap allocated by the calling thread during one entry, garbage included
 */
public record CallBudgets(Duration reducer, Duration load, long allocationBytes) {

    /** RELIABILITY section 4. */
    public static final CallBudgets DEFAULT =
            new CallBudgets(Duration.ofSeconds(5), Duration.ofSeconds(30), 256L << 20);

    public CallBudgets {
        if (reducer.isNegative() || reducer.isZero()) {
            throw new IllegalArgumentException("reducer budget " + reducer + ", expected > 0");
        }
        if (load.isNegative() || load.isZero()) {
            throw new IllegalArgumentException("load budget " + load + ", expected > 0");
        }
        if (allocationBytes <= 0) {
            throw new IllegalArgumentException(
                    "allocation budget " + allocationBytes + " bytes, expected > 0");
        }
    }

    /** Evaluating a program parses and compiles it on the same thread, which allocates too. */
    public long loadAllocationBytes() {
        return allocationBytes + Limits.LOAD_OVERHEAD_BYTES;
    }
}
