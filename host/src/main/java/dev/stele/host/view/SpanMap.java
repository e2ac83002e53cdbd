package dev.stele.host.view;

import dev.stele.host.table.KeySpan;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Instances of views by ranges of keys. A look-up walks the ranges that begin at or before the key,
 * so it costs what there are of them; single keys are not kept here.
 */
final class SpanMap {

    private static final byte[] FIRST = new byte[0];

    private static final Comparator<KeySpan> ORDER =
            Comparator.comparing(SpanMap::start, Arrays::compareUnsigned)
                    .thenComparing(KeySpan::end, Comparator.nullsLast(Arrays::compareUnsigned));

    private final TreeMap<KeySpan, Set<ViewKey>> spans = new TreeMap<>(ORDER);

    private static byte[] start(KeySpan span) {
        byte[] start = span.start();
        return start == null ? FIRST : start;
    }

    void add(KeySpan span, ViewKey view) {
        spans.computeIfAbsent(span, _ -> new HashSet<>()).add(view);
    }

    void remove(KeySpan span, ViewKey view) {
        Set<ViewKey> views = spans.get(span);
        if (views != null && views.remove(view) && views.isEmpty()) {
            spans.remove(span);
        }
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    /** Adds to {@code out} the views of all ranges that hold {@code key}. */
    void collect(byte[] key, Set<ViewKey> out) {
        Iterator<Map.Entry<KeySpan, Set<ViewKey>>> each =
                spans.headMap(new KeySpan(key, null), true).entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<KeySpan, Set<ViewKey>> entry = each.next();
            if (entry.getKey().contains(key)) {
                out.addAll(entry.getValue());
            }
        }
    }
}
