package dev.stele.conformance.run;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.run.Result.Failed;
import dev.stele.conformance.run.Result.LeftOut;
import dev.stele.conformance.run.Result.Missing;
import dev.stele.conformance.run.Result.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The result of each case in each language over each transport; missing until it is set. Any thread
 * may set one.
 */
public final class Results {

    private final List<Case> cases;
    private final List<String> languages;
    private final Map<Cell, Result> cells = new ConcurrentHashMap<>();

    private record Cell(String id, String language, Transport transport) {}

    /** How many cells came out how. */
    public record Counts(int passed, int failed, int missing, int leftOut) {

        /** Something ran, and nothing failed or is missing. */
        public boolean isGood() {
            return passed > 0 && failed == 0 && missing == 0;
        }
    }

    public Results(List<Case> cases, List<String> languages) {
        this.cases = List.copyOf(cases);
        this.languages = List.copyOf(languages);
    }

    public List<Case> cases() {
        return cases;
    }

    public List<String> languages() {
        return languages;
    }

    public void set(Case of, String language, Transport transport, Result result) {
        cells.put(new Cell(of.id(), language, transport), result);
    }

    public Result get(Case of, String language, Transport transport) {
        return cells.getOrDefault(new Cell(of.id(), language, transport), new Missing());
    }

    /** The transports of {@code of}, in order. */
    public static List<Transport> transports(Case of) {
        return of.transports().stream().sorted().toList();
    }

    /** Counts over all cells of {@code language}. */
    public Counts counts(String language) {
        List<Result> results = new ArrayList<>();
        for (Case each : cases) {
            transports(each).forEach(transport -> results.add(get(each, language, transport)));
        }
        return count(results);
    }

    public Counts counts() {
        List<Counts> parts = languages.stream().map(this::counts).toList();
        return new Counts(
                parts.stream().mapToInt(Counts::passed).sum(),
                parts.stream().mapToInt(Counts::failed).sum(),
                parts.stream().mapToInt(Counts::missing).sum(),
                parts.stream().mapToInt(Counts::leftOut).sum());
    }

    private static Counts count(List<Result> results) {
        int passed = 0;
        int failed = 0;
        int missing = 0;
        int leftOut = 0;
        for (Result result : results) {
            switch (result) {
                case Passed _ -> passed++;
                case Failed _ -> failed++;
                case Missing _ -> missing++;
                case LeftOut _ -> leftOut++;
            }
        }
        return new Counts(passed, failed, missing, leftOut);
    }
}
