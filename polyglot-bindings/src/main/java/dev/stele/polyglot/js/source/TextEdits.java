package dev.stele.polyglot.js.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Replacements in a text that neither add nor remove line ends, and the way back from a position in
 * the edited text. Edits at one offset apply in the order of adding.
 */
final class TextEdits {

    private record Edit(int start, int end, String replacement) {}

    private final List<Edit> edits = new ArrayList<>();

    void replace(int start, int end, String replacement) {
        edits.add(new Edit(start, end, replacement));
    }

    void insert(int offset, String text) {
        replace(offset, offset, text);
    }

    /** Before everything else at the text's start. */
    void insertFirst(String text) {
        edits.addFirst(new Edit(0, 0, text));
    }

    void addAll(TextEdits other) {
        edits.addAll(other.edits);
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    /** Sorts, once all edits are there. */
    TextEdits sorted() {
        TextEdits copy = new TextEdits();
        copy.edits.addAll(edits);
        copy.edits.sort(Comparator.comparingInt(Edit::start));
        return copy;
    }

    /** The edited text; call on a {@link #sorted} list. */
    String apply(String text) {
        StringBuilder out = new StringBuilder(text.length() + edits.size() * 32);
        int at = 0;
        for (Edit edit : edits) {
            out.append(text, at, Math.max(at, edit.start));
            out.append(edit.replacement);
            at = Math.max(at, edit.end);
        }
        return out.append(text, at, text.length()).toString();
    }

    /** The column before the edits of a column (both from 1) after them. */
    int originalColumn(LineIndex lines, int textLength, int line, int column) {
        int start = lines.start(line);
        int end = lines.end(line, textLength);
        int wanted = column - 1;
        int edited = 0;
        int at = start;
        for (Edit edit : edits) {
            boolean atTextEnd = edit.start == textLength && end == textLength;
            if (edit.start < start || (edit.start >= end && !atTextEnd)) {
                continue;
            }
            int gap = edit.start - at;
            if (gap >= 0 && edited + gap > wanted) {
                break;
            }
            edited += Math.max(0, gap);
            at = Math.max(at, edit.start);
            if (edited + edit.replacement.length() > wanted) {
                return at - start + 1;
            }
            edited += edit.replacement.length();
            at = Math.max(at, edit.end);
        }
        return at - start + (wanted - edited) + 1;
    }
}
