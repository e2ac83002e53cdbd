package dev.stele.host.schema.validation;

import java.util.List;
import java.util.stream.Collectors;

/** A module definition that breaks rules. The message lists every error on a line of its own. */
public final class InvalidModuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    InvalidModuleException(List<String> errors) {
        super(
                errors.stream()
                        .map(error -> error + "\n\n")
                        .collect(Collectors.joining("", "Errors occurred:\n", "")),
                null,
                false,
                false);
        this.errors = List.copyOf(errors);
    }

    /** What is wrong, sorted, each once, at most a thousand. */
    public List<String> errors() {
        return errors;
    }
}
