package dev.stele.conformance.report;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.run.Result;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Results.Counts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Results as text: case x language, then what failed and why, then a summary. */
public final class TerminalTable {

    private static final int CASE_COLUMNS = 62;
    private static final int LANGUAGE_COLUMNS = 14;

    private final Results results;
    private final boolean isColoured;
    private final StringBuilder out = new StringBuilder();

    private enum Colour {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    private TerminalTable(Results results, boolean isColoured) {
        this.results = results;
        this.isColoured = isColoured;
    }

    public static String of(Results results, boolean isColoured) {
        TerminalTable table = new TerminalTable(results, isColoured);
        table.cases();
        table.problems();
        table.summary();
        return table.out.toString();
    }

    /** How many cells of each language came out how, and why some were left out. */
    public static String summary(Results results) {
        TerminalTable table = new TerminalTable(results, false);
        table.summary();
        return table.out.toString();
    }

    private String styled(Colour colour, String text) {
        return isColoured ? "\033[" + colour.code + "m" + text + "\033[0m" : text;
    }

    private void cases() {
        String group = "";
        for (Case each : results.cases()) {
            if (!each.group().equals(group)) {
                group = each.group();
                StringBuilder heading = new StringBuilder(padded(group, CASE_COLUMNS));
                results.languages().forEach(name -> heading.append(padded(name, LANGUAGE_COLUMNS)));
                out.append('\n').append(styled(Colour.BOLD, heading.toString().stripTrailing()));
                out.append('\n');
            }
            out.append(padded("  " + each.name(), CASE_COLUMNS));
            for (String language : results.languages()) {
                out.append(cell(each, language));
            }
            out.append('\n');
        }
    }

    private String cell(Case each, String language) {
        List<String> bad = new ArrayList<>();
        boolean isLeftOut = false;
        boolean isMissing = false;
        for (Transport transport : Results.transports(each)) {
            switch (results.get(each, language, transport)) {
                case Result.Passed _ -> {}
                case Result.Failed _ -> bad.add(transport.text());
                case Result.Missing _ -> {
                    isMissing = true;
                    bad.add(transport.text());
                }
                case Result.LeftOut _ -> isLeftOut = true;
            }
        }
        if (!bad.isEmpty()) {
            String mark = isMissing ? "? " : "✗ ";
            return styled(Colour.RED, padded(mark + String.join(" ", bad), LANGUAGE_COLUMNS));
        }
        return isLeftOut
                ? styled(Colour.YELLOW, padded("-", LANGUAGE_COLUMNS))
                : styled(Colour.GREEN, padded("✓", LANGUAGE_COLUMNS));
    }

    private static String padded(String text, int columns) {
        int missing = columns - text.codePointCount(0, text.length());
        return missing > 0 ? text + " ".repeat(missing) : text + " ";
    }

    private void problems() {
        for (Case each : results.cases()) {
            for (String language : results.languages()) {
                for (Transport transport : Results.transports(each)) {
                    Result result = results.get(each, language, transport);
                    if (result instanceof Result.Failed failed) {
                        heading(each, language, transport);
                        failed.problems()
                                .forEach(line ->
                                        out.append("  ")
                                                .append(line.replace("\n", "\n  "))
                                                .append('\n'));
                    } else if (result instanceof Result.Missing) {
                        heading(each, language, transport);
                        out.append("  it was not run\n");
                    }
                }
            }
        }
    }

    private void heading(Case each, String language, Transport transport) {
        String text = "✗ %s, %s, %s".formatted(each.id(), language, transport.text());
        out.append('\n').append(styled(Colour.RED, text)).append('\n');
    }

    private void summary() {
        out.append('\n');
        if (results.cases().isEmpty()) {
            out.append(styled(Colour.RED, "there is no case to run")).append('\n');
            return;
        }
        for (String language : results.languages()) {
            Counts counts = results.counts(language);
            out.append(padded(language, LANGUAGE_COLUMNS)).append(text(counts));
            leftOut(language).forEach(why -> out.append(": ").append(why));
            out.append('\n');
        }
        Counts all = results.counts();
        String text =
                "%d cases, %d languages: %s"
                        .formatted(results.cases().size(), results.languages().size(), text(all));
        out.append(styled(all.isGood() ? Colour.GREEN : Colour.RED, text)).append('\n');
    }

    private static String text(Counts counts) {
        return "%d passed, %d failed, %d missing, %d left out"
                .formatted(counts.passed(), counts.failed(), counts.missing(), counts.leftOut());
    }

    private Set<String> leftOut(String language) {
        Set<String> out = new LinkedHashSet<>();
        for (Case each : results.cases()) {
            for (Transport transport : Results.transports(each)) {
                if (results.get(each, language, transport) instanceof Result.LeftOut(String why)) {
                    out.add(why);
                }
            }
        }
        return out;
    }
}
