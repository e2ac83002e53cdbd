package dev.stele.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows as psql prints them: a header, a line of dashes, columns aligned to the left. */
final class TextTable {

    private TextTable() {}

    static String render(List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(header.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder out = new StringBuilder();
        line(out, header, widths);
        List<String> dashes = new ArrayList<>();
        for (int width : widths) {
            dashes.add("-".repeat(width + 2));
        }
        out.append(String.join("+", dashes)).append('\n');
        rows.forEach(row -> line(out, row, widths));
        return out.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static void line(StringBuilder out, List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            padded.add(" " + cells.get(i) + " ".repeat(widths[i] - width(cells.get(i))) + " ");
        }
        out.append(String.join("|", padded)).append('\n');
    }
}
