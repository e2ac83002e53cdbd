package dev.stele.host.sats;

/** A moment: microseconds since 1970-01-01T00:00:00Z. */
public record Timestamp(long micros) implements Comparable<Timestamp> {

    @Override
    public int compareTo(Timestamp other) {
        return Long.compare(micros, other.micros);
    }
}
