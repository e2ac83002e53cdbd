package dev.stele.polyglot.js;

import dev.stele.host.module.TableAbi;
import dev.stele.polyglot.Limits;
import dev.stele.polyglot.js.source.LinkedProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Console lines on their way to the module's log, each with the author's file and line. Lines of
 * the time when the module is evaluated wait for the first call, which brings the log.
 */
final class GuestLog {

    private static final String TARGET = "";

    private record Line(int level, String filename, int number, String message) {}

    private final LinkedProgram program;
    private final List<Line> early = new ArrayList<>();
    private @Nullable TableAbi abi;

    GuestLog(LinkedProgram program) {
        this.program = program;
    }

    void begin(TableAbi tables) {
        abi = tables;
        if (!early.isEmpty()) {
            early.forEach(line -> send(tables, line));
            early.clear();
        }
    }

    void end() {
        abi = null;
    }

    /** {@code stack} is the caller's {@code Error.stack}. */
    void line(int level, String message, String stack) {
        Optional<GuestTrace.Place> place = GuestTrace.callerPlace(program, stack);
        Line line =
                new Line(
                        level,
                        place.map(GuestTrace.Place::file).orElse(""),
                        place.map(GuestTrace.Place::line).orElse(-1),
                        message.length() <= Limits.LOG_MESSAGE_CHARS
                                ? message
                                : message.substring(0, Limits.LOG_MESSAGE_CHARS) + " ... (cut)");
        TableAbi tables = abi;
        if (tables != null) {
            send(tables, line);
        } else if (early.size() < Limits.EARLY_LOG_LINES) {
            early.add(line);
        }
    }

    private static void send(TableAbi tables, Line line) {
        tables.consoleLog(line.level, TARGET, line.filename, line.number, line.message);
    }
}
