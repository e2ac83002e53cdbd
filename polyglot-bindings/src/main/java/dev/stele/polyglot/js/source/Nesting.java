package dev.stele.polyglot.js.source;

import dev.stele.polyglot.Limits;

/**
 * Refuses texts nested so deeply that a recursive parser in native code would overflow its stack,
 * which no Java program survives. Counts brackets wherever they stand, strings and comments
 * included, and the operators and words in a row without a separator between them; code that people
 * write stays far below the limits.
 */
final class Nesting {

    private Nesting() {}

    static void check(String file, String text) throws SourceException {
        int depth = 0;
        int chain = 0;
        int words = 0;
        int elses = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = Character.isLetterOrDigit(c) || c == '_' || c == '$';
            if (letter) {
                words += inWord ? 0 : 1;
                elses += !inWord && text.startsWith("else", i) ? 1 : 0;
            }
            inWord = letter;
            switch (c) {
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth = Math.max(0, depth - 1);
                default -> {}
            }
            if (c == ';' || c == ',' || c == '{' || c == '}') {
                chain = 0;
                words = 0;
            } else if (!letter && c > ' ' && c < 0x7f) {
                chain++;
            }
            if (depth > Limits.SYNTAX_DEPTH_MAX) {
                throw refused(file, text, i, "brackets are nested", Limits.SYNTAX_DEPTH_MAX);
            }
            int longest = Math.max(Math.max(chain, words), elses);
            if (longest > Limits.SYNTAX_CHAIN_MAX) {
                throw refused(file, text, i, "an expression is chained", Limits.SYNTAX_CHAIN_MAX);
            }
        }
    }

    private static SourceException refused(
            String file, String text, int offset, String what, int limit) {
        LineIndex lines = new LineIndex(text);
        SourcePosition place = new SourcePosition(file, lines.line(offset), lines.column(offset));
        return new SourceException(
                SourceProblem.at(
                        place, text, what + " more than " + limit + " deep, which is the limit"));
    }
}
