package dev.stele.polyglot.js.source;

import java.util.Arrays;

/** Where each line of a text starts. */
final class LineIndex {

    private final int[] starts;

    LineIndex(String text) {
        int[] found = new int[Math.max(16, text.length() / 24)];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends =
                    c == '\n'
                            || (c == '\r'
                                    && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
            if (ends) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    /** The line of an offset, from 1. */
    int line(int offset) {
        int i = Arrays.binarySearch(starts, offset);
        return i >= 0 ? i + 1 : -i - 1;
    }

    /** The column of an offset, from 1. */
    int column(int offset) {
        return offset - starts[line(offset) - 1] + 1;
    }

    /** The offset of a line's first character; past the last line that of the last. */
    int start(int line) {
        return starts[Math.clamp(line, 1, starts.length) - 1];
    }

    /** The offset after a line's last character and its end. */
    int end(int line, int textLength) {
        return line >= starts.length ? textLength : starts[line];
    }
}
