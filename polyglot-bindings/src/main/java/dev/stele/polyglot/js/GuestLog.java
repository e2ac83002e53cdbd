package dev.stele.polyglot.js;

import dev.stele.host.module.TableAbi;
import dev.stele.polyglot.ModuleConsole;
import dev.stele.polyglot.js.source.LinkedProgram;
import java.util.Optional;

/** Console lines on their way to the module's log, each with the author's file and line. */
final class GuestLog {

    private static final String TARGET = "";

    private final LinkedProgram program;
    private final ModuleConsole console = new ModuleConsole();

    GuestLog(LinkedProgram program) {
        this.program = program;
    }

    void begin(TableAbi tables) {
        console.begin(tables);
    }

    void end() {
        console.end();
    }

    /** {@code stack} is the caller's {@code Error.stack}. */
    void line(int level, String message, String stack) {
        Optional<GuestTrace.Place> place = GuestTrace.callerPlace(program, stack);
        console.line(
                level,
                TARGET,
                place.map(GuestTrace.Place::file).orElse(""),
                place.map(GuestTrace.Place::line).orElse(-1),
                message);
    }
}
