package dev.stele.host.module;

/** The levels of a module's log, with their codes on the ABI and their names in the log. */
public enum LogLevel {
    ERROR(0, "Error"),
    WARN(1, "Warn"),
    INFO(2, "Info"),
    DEBUG(3, "Debug"),
    TRACE(4, "Trace"),
    PANIC(101, "Panic");

    private final int code;
    private final String text;

    LogLevel(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The name in a log line, for example {@code Info}. */
    public String text() {
        return text;
    }

    /** The level with ABI code {@code code}; any other code means debug. */
    public static LogLevel ofCode(int code) {
        for (LogLevel level : values()) {
            if (level.code == code) {
                return level;
            }
        }
        return DEBUG;
    }
}
