package dev.stele.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What an author waits for: from {@code stele dev} to the first call that is answered, and from a
 * saved file to the first call that the new version answers. Both are seen from outside: the file
 * is written, calls are made over HTTP until the answer is the new one.
 */
public final class DevLoop {

    private static final int START_SECONDS_MAX = 120;
    private static final int LIVE_SECONDS_MAX = 30;
    private static final String REDUCER = "send_message";

    /** The argument that the chat module refuses, with this text, which each save changes. */
    private static final String REFUSED = "[\"\"]";

    private static final String TEXT = "messages must not be empty";

    private final Path project;
    private final List<String> command;
    private final InetSocketAddress server;

    private DevLoop(Path project, int port, List<String> command) {
        this.project = project;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.command = command;
    }

    /**
     * Arguments: a copy of the chat project that may be written to, the port, how many starts, how
     * many saves, and the command that starts {@code stele dev} with it. The first start, which
     * makes the data, and the first third of the saves, which warm the compiler up, are not
     * counted.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        DevLoop loop =
                new DevLoop(
                        Path.of(args[0]),
                        Integer.parseInt(args[1]),
                        Arrays.asList(args).subList(4, args.length));
        loop.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]), out);
    }

    private void run(int starts, int saves, PrintStream out)
            throws IOException, InterruptedException {
        long[] startMs = new long[starts];
        for (int i = 0; i < starts; i++) {
            long begin = System.nanoTime();
            Process process = start();
            try {
                startMs[i] = awaitAnswer(process, TEXT, begin, START_SECONDS_MAX);
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
        report(out, "start to a served call", Arrays.copyOfRange(startMs, 1, starts));
        long[] saveMs = new long[saves];
        Process process = start();
        try {
            awaitAnswer(process, TEXT, System.nanoTime(), START_SECONDS_MAX);
            Path source = project.resolve("src/index.ts");
            String original = Files.readString(source);
            for (int i = 0; i < saves; i++) {
                TimeUnit.MILLISECONDS.sleep(300 + i % 7 * 10L);
                String text = "version " + i + ": " + TEXT;
                long begin = System.nanoTime();
                Files.writeString(source, original.replace(TEXT, text));
                saveMs[i] = awaitAnswer(process, text, begin, LIVE_SECONDS_MAX);
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
        report(out, "save to live, all", saveMs);
        report(out, "save to live, warm", Arrays.copyOfRange(saveMs, saves / 3, saves));
    }

    private Process start() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(project.resolve("dev.log").toFile()))
                .start();
    }

    /** Calls until the refusal has this text; the time since {@code begin}, in milliseconds. */
    private long awaitAnswer(Process process, String text, long begin, int secondsMax)
            throws IOException, InterruptedException {
        long giveUp = begin + TimeUnit.SECONDS.toNanos(secondsMax);
        try (Http http = new Http(server, "chat")) {
            while (System.nanoTime() < giveUp) {
                if (!process.isAlive()) {
                    throw new IOException("stele dev ended by itself, see " + project + "/dev.log");
                }
                if (http.answer(REDUCER, REFUSED).equals(text)) {
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
        throw new IOException("no answer \"" + text + "\" within " + secondsMax + " s");
    }

    private static void report(PrintStream out, String what, long[] ms) {
        long[] sorted = ms.clone();
        Arrays.sort(sorted);
        out.printf(
                "%-24s n=%d  min %d ms  median %d ms  p90 %d ms  max %d ms%n",
                what,
                sorted.length,
                sorted[0],
                sorted[sorted.length / 2],
                sorted[sorted.length * 9 / 10],
                sorted[sorted.length - 1]);
    }
}
