package dev.stele.conformance.run;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.run.Result.Failed;
import dev.stele.conformance.run.Result.Passed;
import java.util.List;

/** Fails the languages whose trace is not that of the first one that passed. */
final class TraceComparison {

    private TraceComparison() {}

    static void apply(Results results) {
        for (Case each : results.cases()) {
            for (Transport transport : each.transports()) {
                compare(results, each, transport);
            }
        }
    }

    private static void compare(Results results, Case each, Transport transport) {
        String first = "";
        Trace model = Trace.EMPTY;
        for (String language : results.languages()) {
            if (!(results.get(each, language, transport) instanceof Passed(Trace trace, long ms))) {
                continue;
            }
            if (first.isEmpty()) {
                first = language;
                model = trace;
                continue;
            }
            String other = first;
            trace.difference(model)
                    .ifPresent(what ->
                            results.set(
                                    each,
                                    language,
                                    transport,
                                    new Failed(
                                            List.of(
                                                    "the trace is not that of "
                                                            + other
                                                            + ": "
                                                            + what),
                                            trace,
                                            ms)));
        }
    }
}
