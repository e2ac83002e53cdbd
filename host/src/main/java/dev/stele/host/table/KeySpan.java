package dev.stele.host.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an index from {@code start} to before {@code end}, in ordered form, where the order
 * of keys is that of their unsigned bytes; null is without bound.
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below, and never written to.
public record KeySpan(byte @Nullable [] start, byte @Nullable [] end) {

    public boolean contains(byte[] key) {
        return (start == null || Arrays.compareUnsigned(start, key) <= 0)
                && (end == null || Arrays.compareUnsigned(key, end) < 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeySpan span
                && Arrays.equals(start, span.start)
                && Arrays.equals(end, span.end);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(start) + Arrays.hashCode(end);
    }

    @Override
    public String toString() {
        return "KeySpan" + Arrays.toString(start) + Arrays.toString(end);
    }
}
