package dev.stele.conformance.run;

import java.util.List;
import java.util.Optional;

/**
 * What a case led to, as records to compare: the same in every language. Bytes are hexadecimal;
 * what differs from run to run is set to zero before.
 */
public record Trace(List<String> records) {

    static final Trace EMPTY = new Trace(List.of());

    public Trace {
        records = List.copyOf(records);
    }

    /** The first difference to {@code other}, in words. */
    Optional<String> difference(Trace other) {
        for (int i = 0; i < Math.max(records.size(), other.records.size()); i++) {
            String mine = i < records.size() ? records.get(i) : "nothing";
            String theirs = i < other.records.size() ? other.records.get(i) : "nothing";
            if (!mine.equals(theirs)) {
                return Optional.of("record %d is%n  %s%nexpected%n  %s".formatted(i, mine, theirs));
            }
        }
        return Optional.empty();
    }
}
