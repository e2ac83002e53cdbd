package dev.stele.conformance.run;

import dev.stele.conformance.cases.Step.LogLine;
import dev.stele.conformance.wire.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Looks at the lines that one call adds to the module's log. */
final class LogWatch {

    private static final Duration LATE_MAX = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Stage stage;
    private final List<LogLine> expected;
    private final int before;

    private LogWatch(Stage stage, List<LogLine> expected, int before) {
        this.stage = stage;
        this.expected = expected;
        this.before = before;
    }

    /** Remembers where the log ends, when lines are expected at all. */
    static LogWatch start(Stage stage, List<LogLine> expected) {
        int lines = expected.isEmpty() ? 0 : lines(stage).size();
        return new LogWatch(stage, expected, lines);
    }

    private static List<JsonNode> lines(Stage stage) {
        return stage.api().logs(stage.database(), stage.owner());
    }

    /** Compares the lines of {@code reducer} with those that were expected. */
    void finish(String reducer, List<String> problems, List<String> trace) {
        if (expected.isEmpty()) {
            return;
        }
        long giveUp = System.nanoTime() + LATE_MAX.toNanos();
        List<JsonNode> lines = added(reducer);
        while (lines.size() < expected.size() && System.nanoTime() < giveUp) {
            pause();
            lines = added(reducer);
        }
        boolean isExact = expected.stream().noneMatch(LogLine::isSomewhere);
        if (isExact && lines.size() != expected.size()) {
            problems.add(
                    "%d lines are logged, expected %d: %s"
                            .formatted(lines.size(), expected.size(), shown(lines)));
        }
        for (int i = 0; i < expected.size(); i++) {
            LogLine wanted = expected.get(i);
            boolean isThere =
                    isExact
                            ? i < lines.size() && matches(wanted, lines.get(i))
                            : lines.stream().anyMatch(line -> matches(wanted, line));
            if (!isThere) {
                problems.add("no line " + wanted + " is logged, but " + shown(lines));
            }
        }
        // Lines that are only somewhere, and what stands for anything, differ between languages.
        expected.forEach(line -> trace.add("log " + line.level() + " " + line.text()));
    }

    private List<JsonNode> added(String reducer) {
        return lines(stage).stream()
                .skip(before)
                .filter(line -> line.path("function").asString("").equals(reducer))
                .toList();
    }

    private static boolean matches(LogLine wanted, JsonNode line) {
        String message = line.path("message").asString("");
        if (wanted.isSomewhere()) {
            return message.contains(wanted.text());
        }
        boolean isSameLevel =
                line.path("level").asString("").toLowerCase(Locale.ROOT).equals(wanted.level());
        String text = wanted.text();
        return isSameLevel
                && (text.endsWith("*")
                        ? message.startsWith(text.substring(0, text.length() - 1))
                        : message.equals(text));
    }

    private static String shown(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.path("level").asString("") + " " + line.path("message"))
                .toList()
                .toString();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException("interrupted", e);
        }
    }
}
