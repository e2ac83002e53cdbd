package dev.stele.bench;

/** Counts of values in buckets that grow by about 3 per cent. */
final class Histogram {

    private static final int STEPS_PER_DOUBLING = 24;

    private final long[] counts = new long[STEPS_PER_DOUBLING * 48];
    private long total;

    void add(long value) {
        counts[bucket(value)]++;
        total++;
    }

    /** Adds all values of {@code other}. */
    void addAll(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    /** How many values there are. */
    long total() {
        return total;
    }

    private int bucket(long value) {
        double position = Math.log((double) Math.max(1, value)) / Math.log(2) * STEPS_PER_DOUBLING;
        return (int) Math.min(counts.length - 1L, Math.round(position));
    }

    /** The value below which the share {@code part} of all values lies. */
    long percentile(double part) {
        long wanted = (long) Math.ceil(total * part);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.round(Math.pow(2, (double) i / STEPS_PER_DOUBLING));
            }
        }
        return 0;
    }
}
