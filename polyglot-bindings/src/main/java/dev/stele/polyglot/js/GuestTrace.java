package dev.stele.polyglot.js;

import dev.stele.polyglot.js.source.LinkedModule;
import dev.stele.polyglot.js.source.LinkedProgram;
import dev.stele.polyglot.js.source.SourcePosition;
import dev.stele.polyglot.js.source.SourceProblem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;

/** Guest errors told with the author's files, lines and columns. */
final class GuestTrace {

    private static final int FRAMES_MAX = 50;
    private static final Pattern SYNTAX_ERROR =
            Pattern.compile("(?s)SyntaxError: (\\S+?):(\\d+):(\\d+) (.*?)(?:\\n.*)?");
    private static final Pattern STACK_LINE = Pattern.compile("\\(?(/[^()]*?):(\\d+):(\\d+)\\)?$");

    /** A file and line. */
    record Place(String file, int line) {}

    private GuestTrace() {}

    /** The error with its stack, innermost call first. */
    static String render(LinkedProgram program, PolyglotException error) {
        StringBuilder out = new StringBuilder(message(error));
        int count = 0;
        for (PolyglotException.StackFrame frame : error.getPolyglotStackTrace()) {
            Optional<SourcePosition> place = place(program, frame);
            if (place.isEmpty() || count++ >= FRAMES_MAX) {
                continue;
            }
            String name = frame.getRootName();
            out.append("\n    at ");
            if (name == null || name.startsWith(":") || name.isEmpty()) {
                out.append(place.get());
            } else {
                out.append(name).append(" (").append(place.get()).append(')');
            }
        }
        return out.toString();
    }

    /** An error of loading as one problem at the innermost place that the author wrote. */
    static String renderLoadError(LinkedProgram program, PolyglotException error) {
        if (error.isSyntaxError()) {
            return renderSyntaxError(program, error);
        }
        for (PolyglotException.StackFrame frame : error.getPolyglotStackTrace()) {
            Optional<SourceProblem> problem =
                    section(frame)
                            .flatMap(s ->
                                    module(program, s)
                                            .flatMap(m ->
                                                    m.problem(
                                                            s.getStartLine(),
                                                            s.getStartColumn(),
                                                            message(error))));
            if (problem.isPresent()) {
                String trace = render(program, error);
                return problem.get() + trace.substring(message(error).length());
            }
        }
        return message(error);
    }

    /** A message about the default export of the entry file. */
    static String renderDefaultExport(LinkedProgram program, String message) {
        return program.module(program.entry())
                .flatMap(m -> m.defaultExportProblem(message))
                .map(SourceProblem::toString)
                .orElseGet(() -> program.entryFile() + ": " + message);
    }

    /**
     * A message about guest code that was stopped, with the place where it was then. Of a loop at
     * the top level the engine knows the file alone.
     */
    static String renderStop(
            LinkedProgram program, Optional<PolyglotException> end, String message) {
        return end.flatMap(e -> Optional.ofNullable(e.getSourceLocation()))
                .flatMap(s -> module(program, s).map(m -> stopped(m, s, message)))
                .orElse(message);
    }

    private static String stopped(LinkedModule module, SourceSection section, String message) {
        return isWholeFile(section)
                ? module.path() + ": " + message
                : module.problem(section.getStartLine(), section.getStartColumn(), message)
                        .map(SourceProblem::toString)
                        .orElse(message);
    }

    private static boolean isWholeFile(SourceSection section) {
        return section.getCharLength() == section.getSource().getLength();
    }

    private static String renderSyntaxError(LinkedProgram program, PolyglotException error) {
        Matcher parts = SYNTAX_ERROR.matcher(message(error));
        if (parts.matches()) {
            int line = Integer.parseInt(parts.group(2));
            int column = Integer.parseInt(parts.group(3)) + 1;
            String text = "syntax error: " + parts.group(4);
            return program.module(parts.group(1))
                    .flatMap(m -> m.problem(line, column, text))
                    .map(SourceProblem::toString)
                    .orElse(text);
        }
        SourceSection section = error.getSourceLocation();
        if (section == null) {
            return message(error);
        }
        return module(program, section)
                .flatMap(m -> m.linkProblem(message(error)))
                .map(SourceProblem::toString)
                .orElseGet(() -> message(error));
    }

    /** The innermost caller that the author wrote, from {@code Error.stack}. */
    static Optional<Place> callerPlace(LinkedProgram program, String stack) {
        Optional<Place> best = Optional.empty();
        for (String line : stack.split("\n", FRAMES_MAX)) {
            Matcher parts = STACK_LINE.matcher(line);
            if (!parts.find()) {
                continue;
            }
            Optional<Place> place =
                    program.module(parts.group(1))
                            .flatMap(m ->
                                    m.position(
                                            Integer.parseInt(parts.group(2)),
                                            Integer.parseInt(parts.group(3))))
                            .map(p -> new Place(p.file(), p.line()));
            if (place.isPresent() && isAuthors(place.get().file())) {
                return place;
            }
            best = best.or(() -> place);
        }
        return best;
    }

    private static boolean isAuthors(String file) {
        return !file.startsWith("@stele/") && !file.contains("node_modules/");
    }

    private static Optional<SourcePosition> place(
            LinkedProgram program, PolyglotException.StackFrame frame) {
        return section(frame)
                .flatMap(s ->
                        module(program, s)
                                .flatMap(m -> m.position(s.getStartLine(), s.getStartColumn())));
    }

    private static Optional<SourceSection> section(PolyglotException.StackFrame frame) {
        return frame.isGuestFrame()
                ? Optional.ofNullable(frame.getSourceLocation())
                : Optional.empty();
    }

    private static Optional<LinkedModule> module(LinkedProgram program, SourceSection section) {
        return program.module(section.getSource().getPath());
    }

    private static String message(PolyglotException error) {
        return String.valueOf(error.getMessage());
    }
}
