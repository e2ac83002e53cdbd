package dev.stele.host.schema.validation;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The errors found so far, sorted and each once. */
final class Errors {

    /** Different errors that are kept; later ones are only counted. */
    static final int ERRORS_MAX = 1_000;

    /** One breach of a rule; {@code key} orders breaches of the same rule. */
    private record Breach(Rule rule, String key, String message) {}

    private final TreeSet<Breach> breaches =
            new TreeSet<>(
                    Comparator.comparing(Breach::rule)
                            .thenComparing(Breach::key)
                            .thenComparing(Breach::message));

    private int additions;

    void add(Rule rule, String message) {
        add(rule, "", message);
    }

    void add(Rule rule, String key, String message) {
        additions++;
        if (breaches.size() < ERRORS_MAX) {
            breaches.add(new Breach(rule, key, message));
        }
    }

    /** How often an error was added; grows also when the same one comes again. */
    int additions() {
        return additions;
    }

    List<String> messages() {
        return breaches.stream().map(Breach::message).toList();
    }

    /** Throws when there is any error. */
    void throwIfAny() {
        if (!breaches.isEmpty()) {
            throw new InvalidModuleException(messages());
        }
    }
}
