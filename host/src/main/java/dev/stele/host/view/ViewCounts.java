package dev.stele.host.view;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the views of one database have cost since it was opened. Safe for use by many threads. */
public final class ViewCounts {

    /**
     * The figures of one view, all of its instances together.
     *
     * @param calls how often it was run, failed runs too
     * @param rows how many rows its runs returned
     * @param nanos how long its runs took, those of views that it read included
     */
    public record Counts(long calls, long rows, long nanos) {}

    private static final class Adders {
        private final LongAdder calls = new LongAdder();
        private final LongAdder rows = new LongAdder();
        private final LongAdder nanos = new LongAdder();
    }

    private final Map<String, Adders> byView = new ConcurrentHashMap<>();

    /** Counts a run of {@code view}. */
    void ran(String view, int rows, long nanos) {
        Adders adders = byView.computeIfAbsent(view, _ -> new Adders());
        adders.calls.increment();
        adders.rows.add(rows);
        adders.nanos.add(nanos);
    }

    /** The figures of each view that has run, by its name. */
    public Map<String, Counts> all() {
        Map<String, Counts> counts = new TreeMap<>();
        byView.forEach((view, adders) ->
                counts.put(
                        view,
                        new Counts(adders.calls.sum(), adders.rows.sum(), adders.nanos.sum())));
        return counts;
    }
}
