package dev.stele.host.module;

import dev.stele.host.environment.Clock;
import dev.stele.host.environment.LogFile;
import dev.stele.host.environment.LogStore;
import dev.stele.host.environment.StorageException;
import dev.stele.host.environment.Threads;
import dev.stele.host.satsjson.JsonWriter;
import dev.stele.host.subscription.BatchQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a module: one JSON record a line, a file a day, the newest lines also in memory. Spec
 * 10 section 10.1. Appending never waits for the disk. Safe for use by many threads.
 */
public final class ModuleLog implements AutoCloseable {

    /** Names the host itself as function, target and file of a record. */
    public static final String SYSTEM = "__spacetimedb__";

    private static final long MICROS_PER_MINUTE = 60_000_000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** Lines that may wait for the file. */
    private static final int FILE_QUEUE_LINES_MAX = 65_536;

    @SuppressWarnings("ArrayRecordComponent")
    private record Line(long micros, byte[] json) {}

    private final Clock clock;
    private final BatchQueue<Line> toFile = new BatchQueue<>(FILE_QUEUE_LINES_MAX);
    private final ArrayDeque<byte[]> tail = new ArrayDeque<>();
    private final List<Consumer<byte[]>> followers = new ArrayList<>();
    private final @Nullable LogStore folder;
    private long tailBytes;
    private long minute;
    private long minuteBytes;
    private long dropped;

    /** Logs into {@code folder}, or only to memory when there is none. */
    public ModuleLog(Optional<LogStore> folder, Clock clock, Threads threads) {
        this.clock = clock;
        this.folder = folder.orElse(null);
        folder.ifPresent(store -> {
            loadTail(store);
            threads.startVirtual("module-log", () -> writeFiles(store));
        });
    }

    private void loadTail(LogStore store) {
        List<String> files = store.files();
        if (files.isEmpty()) {
            return;
        }
        try (LogFile newest = store.open(files.getLast())) {
            int bytes = (int) Math.min(newest.size(), Limits.LOG_TAIL_BYTES_MAX);
            ByteBuffer into = ByteBuffer.allocate(bytes);
            newest.readAt(newest.size() - bytes, into);
            String text = new String(into.array(), StandardCharsets.UTF_8);
            int from = bytes < newest.size() ? text.indexOf('\n') + 1 : 0;
            for (String line : text.substring(from).split("\n", -1)) {
                if (!line.isEmpty()) {
                    remember((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** A record of the host itself. */
    public void system(String message) {
        append(LogLevel.INFO, SYSTEM, SYSTEM, SYSTEM, -1, message);
    }

    /** A record; {@code line} is -1 when there is none. */
    public void append(
            LogLevel level,
            String function,
            @Nullable String target,
            @Nullable String filename,
            int line,
            String message) {
        long now = clock.wallMicros();
        String text =
                message.length() <= Limits.LOG_MESSAGE_CHARS_MAX
                        ? message
                        : message.substring(0, Limits.LOG_MESSAGE_CHARS_MAX) + "…";
        add(now, json(level, now, target, filename, line, function, text));
    }

    private static byte[] json(
            LogLevel level,
            long micros,
            @Nullable String target,
            @Nullable String filename,
            int line,
            String function,
            String message) {
        StringBuilder out = new StringBuilder(160);
        out.append("{\"level\":\"").append(level.text()).append("\",\"ts\":").append(micros);
        field(out, "target", target);
        field(out, "filename", filename);
        if (line >= 0) {
            out.append(",\"line_number\":").append(line);
        }
        field(out, "function", function.isEmpty() ? null : function);
        field(out, "message", message);
        out.append("}\n");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder out, String name, @Nullable String value) {
        if (value != null) {
            out.append(",\"").append(name).append("\":");
            new JsonWriter(out).string(value);
        }
    }

    private synchronized void add(long micros, byte[] json) {
        if (micros / MICROS_PER_MINUTE != minute) {
            minute = micros / MICROS_PER_MINUTE;
            minuteBytes = 0;
            if (dropped > 0) {
                long count = dropped;
                dropped = 0;
                append(
                        LogLevel.WARN,
                        SYSTEM,
                        SYSTEM,
                        SYSTEM,
                        -1,
                        count
                                + " log lines dropped: more than "
                                + Limits.LOG_BYTES_PER_MINUTE_MAX
                                + " bytes in a minute");
            }
        }
        minuteBytes += json.length;
        if (minuteBytes > Limits.LOG_BYTES_PER_MINUTE_MAX) {
            dropped++;
            return;
        }
        remember(json);
        if (folder != null) {
            dropped += toFile.offer(new Line(micros, json)) ? 0 : 1;
        }
        for (Consumer<byte[]> follower : followers) {
            follower.accept(json);
        }
    }

    private void remember(byte[] json) {
        tail.addLast(json);
        tailBytes += json.length;
        while (tailBytes > Limits.LOG_TAIL_BYTES_MAX) {
            tailBytes -= tail.removeFirst().length;
        }
    }

    /** The last {@code lines} records, oldest first, each with its line end. */
    public synchronized List<byte[]> tail(int lines) {
        return tail.stream().skip(Math.max(0, tail.size() - (long) lines)).toList();
    }

    /**
     * {@link #tail}, and from then on every further record to {@code follower}, which must not
     * wait.
     *
     * @return what ends it
     */
    public synchronized Runnable follow(int lines, Consumer<byte[]> follower) {
        tail(lines).forEach(follower);
        followers.add(follower);
        return () -> unfollow(follower);
    }

    private synchronized void unfollow(Consumer<byte[]> follower) {
        followers.remove(follower);
    }

    private void writeFiles(LogStore store) {
        List<Line> spare = new ArrayList<>();
        while (true) {
            List<Line> lines = toFile.takeAll(spare);
            if (lines.isEmpty()) {
                return;
            }
            try {
                write(store, lines);
            } catch (StorageException _) {
                // The records stay readable in memory; the database itself does not depend on them.
                synchronized (this) {
                    dropped += lines.size();
                }
            }
            lines.clear();
            spare = lines;
        }
    }

    private static void write(LogStore store, List<Line> lines) {
        int from = 0;
        while (from < lines.size()) {
            long day = Math.floorDiv(lines.get(from).micros(), MICROS_PER_DAY);
            int bytes = 0;
            int to = from;
            while (to < lines.size()
                    && Math.floorDiv(lines.get(to).micros(), MICROS_PER_DAY) == day) {
                bytes += lines.get(to).json().length;
                to++;
            }
            byte[] block = new byte[bytes];
            int at = 0;
            for (Line line : lines.subList(from, to)) {
                System.arraycopy(line.json(), 0, block, at, line.json().length);
                at += line.json().length;
            }
            try (LogFile file = store.open(LocalDate.ofEpochDay(day) + ".log")) {
                file.append(ByteBuffer.wrap(block));
            }
            from = to;
        }
    }

    @Override
    public void close() {
        toFile.close();
    }
}
