package dev.stele.polyglot.js.source;

import java.util.Arrays;

/**
 * The mappings of one source map (version 3) with a single source: which line and column of the
 * source a generated place came from. The field {@code mappings} has a group per generated line,
 * separated by {@code ;}, of segments separated by {@code ,}; a segment is 1, 4 or 5 base64 VLQ
 * numbers, each relative to the one before: generated column (relative within the line), source,
 * source line, source column, name.
 */
final class SourceMap {

    private static final String DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int CONTINUES = 0x20;

    private final String mappings;

    /** Segments of all lines: generated column, source line, source column; all from 0. */
    private int[] segments = new int[0];

    /** Of each generated line, the index of its first segment. */
    private int[] lineStarts = new int[0];

    private int lineCount = -1;

    SourceMap(String mappings) {
        this.mappings = mappings;
    }

    /** The source's line and column (from 1) as {line, column}; the nearest one before. */
    synchronized int[] original(int line, int column) {
        if (lineCount < 0) {
            decode();
        }
        int wanted = Math.min(line, lineCount) - 1;
        for (int l = wanted; l >= 0; l--) {
            int from = lineStarts[l];
            int to = lineStarts[l + 1];
            if (from == to) {
                continue;
            }
            int best = l == wanted ? -1 : to - 1;
            for (int i = from; l == wanted && i < to && segments[i * 3] <= column - 1; i++) {
                best = i;
            }
            if (best < 0) {
                best = from;
            }
            return new int[] {segments[best * 3 + 1] + 1, segments[best * 3 + 2] + 1};
        }
        return new int[] {1, 1};
    }

    private void decode() {
        int[] found = new int[1024];
        int[] starts = new int[256];
        int count = 0;
        int lines = 0;
        int[] fields = new int[5];
        int sourceLine = 0;
        int sourceColumn = 0;
        int generatedColumn = 0;
        int at = 0;
        int end = mappings.length();
        starts[lines++] = 0;
        while (at < end) {
            char c = mappings.charAt(at);
            if (c == ';') {
                if (lines + 1 >= starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[lines++] = count;
                generatedColumn = 0;
                at++;
                continue;
            }
            if (c == ',') {
                at++;
                continue;
            }
            int n = 0;
            while (at < end && mappings.charAt(at) != ',' && mappings.charAt(at) != ';') {
                int value = 0;
                int shift = 0;
                int digit;
                do {
                    digit = DIGITS.indexOf(mappings.charAt(at++));
                    value |= (digit & (CONTINUES - 1)) << shift;
                    shift += 5;
                } while ((digit & CONTINUES) != 0 && at < end);
                if (n < fields.length) {
                    fields[n++] = (value & 1) == 0 ? value >> 1 : -(value >> 1);
                }
            }
            generatedColumn += fields[0];
            if (n >= 4) {
                sourceLine += fields[2];
                sourceColumn += fields[3];
                if (count * 3 + 3 > found.length) {
                    found = Arrays.copyOf(found, found.length * 2);
                }
                found[count * 3] = generatedColumn;
                found[count * 3 + 1] = sourceLine;
                found[count * 3 + 2] = sourceColumn;
                count++;
            }
        }
        starts[lines] = count;
        segments = Arrays.copyOf(found, count * 3);
        lineStarts = Arrays.copyOf(starts, lines + 1);
        lineCount = lines;
    }
}
