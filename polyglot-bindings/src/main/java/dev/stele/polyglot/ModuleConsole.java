package dev.stele.polyglot;

import dev.stele.host.module.TableAbi;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Console lines on their way from a guest to its module's log. Lines of the time when the module is
 * being evaluated wait for the first call, which brings the log. Of the thread of the call alone.
 */
public final class ModuleConsole {

    private record Line(
            int level,
            @Nullable String target,
            @Nullable String file,
            int number,
            String message) {}

    private final List<Line> early = new ArrayList<>();
    private @Nullable TableAbi log;

    /** A call begins, whose lines go to {@code tables}. */
    public void begin(TableAbi tables) {
        log = tables;
        if (!early.isEmpty()) {
            early.forEach(line -> send(tables, line));
            early.clear();
        }
    }

    public void end() {
        log = null;
    }

    /** A line; {@code number} is that of the source line, negative for none. */
    public void line(
            int level, @Nullable String target, @Nullable String file, int number, String message) {
        Line line =
                new Line(
                        level,
                        target,
                        file,
                        number,
                        message.length() <= Limits.LOG_MESSAGE_CHARS
                                ? message
                                : message.substring(0, Limits.LOG_MESSAGE_CHARS) + " ... (cut)");
        TableAbi tables = log;
        if (tables != null) {
            send(tables, line);
        } else if (early.size() < Limits.EARLY_LOG_LINES) {
            early.add(line);
        }
    }

    private static void send(TableAbi tables, Line line) {
        tables.consoleLog(line.level, line.target, line.file, line.number, line.message);
    }
}
