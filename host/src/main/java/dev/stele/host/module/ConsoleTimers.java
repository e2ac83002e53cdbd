package dev.stele.host.module;

import dev.stele.host.environment.Clock;
import java.util.HashMap;
import java.util.Map;

/** The console timers that one call has running, by handle from 1. */
final class ConsoleTimers {

    /** How many timers one call may have running. */
    static final int RUNNING_MAX = 1024;

    private record Timer(String name, long startNanos) {}

    private final Clock clock;
    private final Map<Integer, Timer> running = new HashMap<>();
    private int next = 1;

    ConsoleTimers(Clock clock) {
        this.clock = clock;
    }

    int start(String name) {
        if (running.size() >= RUNNING_MAX) {
            throw new AbiException(
                    Errno.NO_SPACE, RUNNING_MAX + " console timers are running, expected fewer");
        }
        int handle = next++;
        running.put(handle, new Timer(name, clock.monotonicNanos()));
        return handle;
    }

    /** Ends a timer; returns the line to log. */
    String end(int handle) {
        Timer timer = running.remove(handle);
        if (timer == null) {
            throw new AbiException(
                    Errno.NO_SUCH_CONSOLE_TIMER,
                    "no console timer " + Integer.toUnsignedString(handle));
        }
        double micros = (clock.monotonicNanos() - timer.startNanos()) / 1_000.0;
        String span =
                micros < 1_000
                        ? micros + "µs"
                        : micros < 1_000_000 ? micros / 1_000 + "ms" : micros / 1_000_000 + "s";
        return "Timing span \"" + timer.name() + "\": " + span;
    }

    void clear() {
        if (!running.isEmpty()) {
            running.clear();
        }
        next = 1;
    }
}
