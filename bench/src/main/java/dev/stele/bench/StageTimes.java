package dev.stele.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CPU time that a server used so far, by what its threads do. Linux only: read from {@code
 * /proc/PID/task}; empty elsewhere.
 */
record StageTimes(Map<String, Double> seconds) {

    private static final int CLOCK_TICKS_PER_SECOND = 100;

    /** The beginnings of thread names, which Linux cuts at 15 characters, and what they do. */
    private static final Map<String, String> STAGES = stages();

    private static final String OTHER = "other threads of the JVM";

    private static Map<String, String> stages() {
        Map<String, String> stages = new LinkedHashMap<>();
        stages.put("writer-", "writer: guest calls, state, commit");
        stages.put("log-", "log: write and sync");
        stages.put("fan-out", "fan-out: queries, results");
        stages.put("ForkJoinPool", "connections: read, decode, encode, send");
        stages.put("C1 ", "compiler of Java");
        stages.put("C2 ", "compiler of Java");
        stages.put("JVMCI", "compiler of guests");
        stages.put("TruffleCompile", "compiler of guests");
        stages.put("GC ", "garbage collection");
        stages.put("G1 ", "garbage collection");
        stages.put("VM Thread", "garbage collection");
        return stages;
    }

    /** What process {@code pid} used so far. */
    static StageTimes of(long pid) throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        STAGES.values().forEach(stage -> seconds.put(stage, 0.0));
        seconds.put(OTHER, 0.0);
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (pid == 0 || !Files.isDirectory(tasks)) {
            return new StageTimes(Map.of());
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                add(thread, seconds);
            }
        }
        return new StageTimes(seconds);
    }

    private static void add(Path thread, Map<String, Double> seconds) throws IOException {
        try {
            String text = Files.readString(thread.resolve("stat"));
            int nameEnd = text.lastIndexOf(')');
            String name = text.substring(text.indexOf('(') + 1, nameEnd);
            String[] fields = text.substring(nameEnd + 2).split(" ", -1);
            double used =
                    (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                            / (double) CLOCK_TICKS_PER_SECOND;
            String stage =
                    STAGES.entrySet().stream()
                            .filter(e -> name.startsWith(e.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(OTHER);
            seconds.merge(stage, used, Double::sum);
        } catch (NoSuchFileException _) {
            // The thread ended meanwhile.
            return;
        }
    }

    /** What was used between {@code before} and this. */
    StageTimes since(StageTimes before) {
        Map<String, Double> difference = new LinkedHashMap<>();
        seconds.forEach((stage, used) ->
                difference.put(stage, used - before.seconds.getOrDefault(stage, 0.0)));
        return new StageTimes(difference);
    }
}
