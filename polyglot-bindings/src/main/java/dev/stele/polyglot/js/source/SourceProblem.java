package dev.stele.polyglot.js.source;

/**
 * Something wrong in a source file, told to its author.
 *
 * @param line from 1; 0 when the problem has no place in the file
 * @param codeFrame the lines around with a mark below the column; empty when unknown
 */
public record SourceProblem(String file, int line, int column, String message, String codeFrame) {

    static SourceProblem ofFile(String file, String message) {
        return new SourceProblem(file, 0, 0, message, "");
    }

    static SourceProblem at(SourcePosition place, String source, String message) {
        return new SourceProblem(
                place.file(),
                place.line(),
                place.column(),
                message,
                CodeFrame.render(source, place.line(), place.column()));
    }

    /** {@code file:line:column}, or only the file. */
    public String place() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }

    @Override
    public String toString() {
        return place() + ": " + message + (codeFrame.isEmpty() ? "" : "\n" + codeFrame);
    }
}
