package dev.stele.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Formats the records of a module's log for people. */
final class LogLines {

    private static final String SYSTEM = "__spacetimedb__";

    /** The levels from the least to the most urgent. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        PANIC
    }

    private LogLines() {}

    static Level level(JsonNode entry) {
        try {
            return Level.valueOf(entry.path("level").asString().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return Level.DEBUG;
        }
    }

    /** The record in {@code line}, or a missing node when it is none. */
    static JsonNode parse(String line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException _) {
            return JsonMapper.shared().missingNode();
        }
    }

    static String text(JsonNode entry, Terminal terminal) {
        Level level = level(entry);
        String place = place(entry);
        return terminal.styled(Terminal.Style.DIM, time(entry))
                + " "
                + terminal.styled(colour(level), String.format("%5s", level))
                + ": "
                + (place.isEmpty() ? "" : terminal.styled(Terminal.Style.DIM, place + ": "))
                + entry.path("message").asString();
    }

    private static String time(JsonNode entry) {
        return Instant.EPOCH.plus(entry.path("ts").asLong(), ChronoUnit.MICROS).toString();
    }

    private static Terminal.Style colour(Level level) {
        return switch (level) {
            case PANIC, ERROR -> Terminal.Style.RED;
            case WARN -> Terminal.Style.YELLOW;
            case INFO -> Terminal.Style.GREEN;
            case DEBUG, TRACE -> Terminal.Style.CYAN;
        };
    }

    private static String place(JsonNode entry) {
        String function = entry.path("function").asString("");
        String file = entry.path("filename").asString("");
        if (file.equals(SYSTEM) || file.isEmpty()) {
            return function.equals(SYSTEM) ? "" : function;
        }
        String line = entry.has("line_number") ? ":" + entry.path("line_number").asInt() : "";
        return (function.isEmpty() ? "" : function + " ") + file + line;
    }
}
