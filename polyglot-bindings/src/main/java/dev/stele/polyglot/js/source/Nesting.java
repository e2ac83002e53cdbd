package dev.stele.polyglot.js.source;

import dev.stele.polyglot.Limits;

/**
 * Refuses texts nested so deeply that a recursive parser in native code would overflow its stack,
 * which no Java program survives. Counts brackets wherever they stand, strings and comments
 * included, and runs of prefix operators; written code stays far below the limit.
 */
final class Nesting {

    private Nesting() {}

    static void check(String file, String text) throws SourceException {
        int depth = 0;
        int deepest = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '[', '{' -> {
                    depth++;
                    if (depth > deepest) {
                        deepest = depth;
                        at = i;
                    }
                }
                case ')', ']', '}' -> depth = Math.max(0, depth - 1);
                default -> {}
            }
        }
        if (deepest > Limits.SYNTAX_DEPTH_MAX) {
            LineIndex lines = new LineIndex(text);
            throw new SourceException(
                    SourceProblem.at(
                            new SourcePosition(file, lines.line(at), lines.column(at)),
                            text,
                            "brackets nested "
                                    + deepest
                                    + " deep, at most "
                                    + Limits.SYNTAX_DEPTH_MAX
                                    + " are allowed"));
        }
    }
}
