package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server process, {@code ./stele start} or {@code ./stele dev}: on a port of its own, with
 * its data, its log and its user's tokens in one folder. It keeps its port when it starts again.
 */
final class SteleProcess implements AutoCloseable {

    /** The first start may have to build. */
    private static final Duration START_MAX = Duration.ofMinutes(3);

    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    /** Where {@code start} and {@code dev} tell that they listen. */
    private static final Pattern LISTENS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

    private final SteleCommand command;
    private final List<String> args;
    private final Path log;
    private int port;
    private Process process;

    private SteleProcess(SteleCommand command, List<String> args) throws IOException {
        this.command = command;
        this.args = args;
        this.log = command.folder().resolve("server.log");
        this.process = begin();
        command.useServer("127.0.0.1:" + port);
    }

    /** A server with its data in {@code folder}; {@code more} are further arguments. */
    static SteleProcess start(Path folder, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("start", "--data-dir", folder + "/data"));
        args.addAll(List.of(more));
        return new SteleProcess(new SteleCommand(folder), args);
    }

    /** {@code stele dev} of the module in {@code project}. */
    static SteleProcess dev(Path folder, Path project, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("dev", project.toString()));
        args.addAll(List.of(more));
        return new SteleProcess(new SteleCommand(folder), args);
    }

    /** What tests of clients find in their environment: this server, and {@code database} on it. */
    Map<String, String> variables(String database) {
        return Map.of("STELE_URI", url(), "STELE_DATABASE", database);
    }

    /** Commands of the server's user. */
    SteleCommand command() {
        return command;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The file in which the output of all starts is. */
    Path logFile() {
        return log;
    }

    /** Everything that the server has said so far. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new AssertionError("cannot read " + log, e);
        }
    }

    /** The command line that starts it again on the same port. */
    List<String> startCommand() {
        List<String> line = new ArrayList<>(List.of(SteleCommand.ROOT.resolve("stele").toString()));
        line.addAll(args);
        line.addAll(List.of("--listen-addr", "127.0.0.1:" + port));
        return line;
    }

    /** Publishes {@code module}, a folder or a file, as {@code database}. */
    void publish(String database, Path module) {
        command.must("publish", database, "--module-path", module.toString());
    }

    /** Asks the server to end, and waits. */
    void stop() {
        process.destroy();
        await("the server ends", STOP_MAX, () -> !process.isAlive());
    }

    /** Ends the server with SIGKILL, and waits. */
    void kill() {
        process.destroyForcibly();
        await("the server is gone", STOP_MAX, () -> !process.isAlive());
    }

    /** Starts it again after {@link #stop} or {@link #kill}. */
    void startAgain() throws IOException {
        process = begin();
    }

    private Process begin() throws IOException {
        int said = log().length();
        List<String> line = new ArrayList<>(args);
        line.addAll(List.of("--listen-addr", "127.0.0.1:" + port));
        Process started = command.begin(log, line.toArray(String[]::new));
        try {
            await(
                    "the server listens",
                    START_MAX,
                    () -> {
                        Matcher listens = LISTENS.matcher(log().substring(said));
                        if (!listens.find()) {
                            if (!started.isAlive()) {
                                throw new AssertionError("the server ended by itself:\n" + log());
                            }
                            return false;
                        }
                        port = Integer.parseInt(listens.group(1));
                        return true;
                    });
            return started;
        } catch (AssertionError e) {
            started.destroyForcibly();
            throw e;
        }
    }

    /** Waits until {@code holds}; fails after {@code max} with what the server said. */
    void await(String what, Duration max, BooleanSupplier holds) {
        long giveUp = System.nanoTime() + max.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("not within " + max + ": " + what + "\n" + log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
