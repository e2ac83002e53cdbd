package dev.stele.polyglot.js.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One module as it is evaluated, and the way back to the file that it came from. */
public final class LinkedModule {

    private static final Pattern NO_SUCH_EXPORT =
            Pattern.compile("(?s).*module '([^']*)' does not provide an export named '([^']*)'.*");

    private final String path;
    private final String text;
    private final @Nullable CompiledSource compiled;
    private final TextEdits edits;

    /** A text of the host's own. */
    LinkedModule(String path, String text) {
        this(path, text, null, new TextEdits());
    }

    LinkedModule(String path, String text, @Nullable CompiledSource compiled, TextEdits edits) {
        this.path = path;
        this.text = text;
        this.compiled = compiled;
        this.edits = edits;
    }

    /** The author's file. */
    public String path() {
        return path;
    }

    public String text() {
        return text;
    }

    /** The author's place for one in {@link #text}; empty in texts of the host's own. */
    public Optional<SourcePosition> position(int line, int column) {
        CompiledSource from = compiled;
        if (from == null) {
            return Optional.empty();
        }
        int original = edits.originalColumn(from.lines(), from.code().length(), line, column);
        return Optional.of(from.position(path, line, original));
    }

    /** A message at a place of {@link #text}, with the author's lines around. */
    public Optional<SourceProblem> problem(int line, int column, String message) {
        CompiledSource from = compiled;
        return from == null
                ? Optional.empty()
                : position(line, column).map(p -> SourceProblem.at(p, from.source(), message));
    }

    /** A message about the default export: where it is, or at the top of a file without one. */
    public Optional<SourceProblem> defaultExportProblem(String message) {
        CompiledSource from = compiled;
        if (from == null) {
            return Optional.empty();
        }
        SourcePosition place =
                from.defaultExport().isPresent()
                        ? from.position(path, from.defaultExport().getAsInt())
                        : new SourcePosition(path, 1, 1);
        return Optional.of(SourceProblem.at(place, from.source(), message));
    }

    /** The import that asks for what the engine, in its words, did not find. */
    public Optional<SourceProblem> linkProblem(String message) {
        CompiledSource from = compiled;
        Matcher parts = NO_SUCH_EXPORT.matcher(message);
        if (from == null || !parts.matches()) {
            return Optional.empty();
        }
        String wanted = parts.group(2);
        return from.imports().stream()
                .filter(site -> site.names().contains(wanted) || wanted.equals("default"))
                .filter(site -> text.contains(Json.quote(parts.group(1))))
                .findFirst()
                .map(site ->
                        SourceProblem.at(
                                from.position(path, site.start()),
                                from.source(),
                                "\""
                                        + site.specifier()
                                        + "\" has no export \""
                                        + wanted
                                        + "\"; if it is a type, write `export type` or"
                                        + " `import type`"));
    }
}
