package dev.stele.polyglot.js.source;

import java.util.List;
import java.util.stream.Collectors;

/** A program that cannot be resolved or compiled; has at least one problem. */
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<SourceProblem> problems;

    public SourceException(List<SourceProblem> problems) {
        super(
                problems.stream().map(SourceProblem::toString).collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.problems = List.copyOf(problems);
    }

    public SourceException(SourceProblem problem) {
        this(List.of(problem));
    }

    public List<SourceProblem> problems() {
        return problems;
    }
}
