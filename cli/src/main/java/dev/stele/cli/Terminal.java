package dev.stele.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a command speaks to its reader: data on standard output, the rest on standard error. */
final class Terminal {

    /** How a piece of text stands out, where a terminal shows it. */
    enum Style {
        BOLD("\u001b[1m"),
        DIM("\u001b[2m"),
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        BLUE("\u001b[34m"),
        CYAN("\u001b[36m");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private final PrintStream out;
    private final PrintStream err;
    private final boolean isColoured;

    private Terminal(PrintStream out, PrintStream err, boolean isColoured) {
        this.out = out;
        this.err = err;
        this.isColoured = isColoured;
    }

    /**
     * The process's own terminal; coloured when the launcher says that it is one ({@code
     * -Dstele.terminal=true}) and {@code NO_COLOR} is not set.
     */
    static Terminal system() {
        boolean coloured =
                System.getenv("NO_COLOR") == null
                        && (System.getenv("FORCE_COLOR") != null
                                || Boolean.getBoolean("stele.terminal"));
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                coloured);
    }

    String styled(Style style, String text) {
        return isColoured ? style.code + text + "\u001b[0m" : text;
    }

    /** A line of data. */
    void data(String line) {
        out.println(line);
    }

    /** Data without a line end. */
    void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** A line for the reader. */
    void say(String line) {
        err.println(line);
    }

    /** A line for the reader that says what was done. */
    void done(String line) {
        err.println(styled(Style.GREEN, "✓") + " " + line);
    }

    void warn(String line) {
        err.println(styled(Style.YELLOW, "warning:") + " " + line);
    }

    /** Asks {@code question}; only y or yes is a yes, the end of input a no. */
    boolean confirm(String question) {
        err.print(question + " [y/N]");
        err.flush();
        StringBuilder answer = new StringBuilder();
        try {
            for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
                answer.append((char) c);
            }
        } catch (IOException _) {
            return false;
        }
        String text = answer.toString().trim();
        return text.equalsIgnoreCase("y") || text.equalsIgnoreCase("yes");
    }

    /** Says why a command failed, and what to try. */
    void error(Exception cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        err.println(styled(Style.RED, "error:") + " " + message);
        if (cause instanceof CliException cli && !cli.hint().isEmpty()) {
            err.println(styled(Style.DIM, "  try: ") + cli.hint());
        }
    }
}
