package dev.stele.polyglot.js.source;

/** The few lines around a place in a source text, with a mark below the column. */
public final class CodeFrame {

    private static final int LINES_BEFORE = 2;
    private static final int LINES_AFTER = 1;
    private static final int LINE_CHARS_MAX = 160;

    private CodeFrame() {}

    /** Empty when {@code line} is not a line of {@code source}. */
    public static String render(String source, int line, int column) {
        String[] lines = source.split("\r\n|\r|\n", -1);
        if (line < 1 || line > lines.length) {
            return "";
        }
        int first = Math.max(1, line - LINES_BEFORE);
        int last = Math.min(lines.length, line + LINES_AFTER);
        int width = Integer.toString(last).length();
        StringBuilder out = new StringBuilder();
        for (int i = first; i <= last; i++) {
            String text = lines[i - 1];
            int from = i == line ? Math.max(0, column - LINE_CHARS_MAX / 2) : 0;
            from = Math.min(from, text.length());
            if (text.length() <= LINE_CHARS_MAX) {
                from = 0;
            }
            String shown = text.substring(from, Math.min(text.length(), from + LINE_CHARS_MAX));
            out.append(i == line ? "> " : "  ");
            out.append(String.format("%" + width + "d", i)).append(" | ").append(shown);
            out.append('\n');
            if (i == line) {
                out.append("  ").append(" ".repeat(width)).append(" | ");
                for (int c = from; c < column - 1 && c < text.length(); c++) {
                    out.append(text.charAt(c) == '\t' ? '\t' : ' ');
                }
                out.append("^\n");
            }
        }
        out.setLength(out.length() - 1);
        return out.toString();
    }
}
