package dev.stele.host.schema.validation;

import java.util.HashSet;
import java.util.Set;

/** The names of tables, views, indexes, constraints, sequences and schedules: one flat space. */
final class Names {

    private final Errors errors;
    private final Set<String> taken = new HashSet<>();

    Names(Errors errors) {
        this.errors = errors;
    }

    /** Takes {@code name}; false, with an error, when something else has it. */
    boolean take(String name) {
        if (taken.add(name)) {
            return true;
        }
        errors.add(Rule.DUPLICATE_NAME, name, "name `" + name + "` is used for multiple entities");
        return false;
    }

    /** Checks that {@code name} may name an entity. */
    boolean check(String name) {
        var problem = Identifiers.problemOf(name);
        problem.ifPresent(text ->
                errors.add(Rule.IDENTIFIER, text, "module contains invalid identifier: " + text));
        return problem.isEmpty();
    }
}
