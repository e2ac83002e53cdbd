package dev.stele.conformance;

import dev.stele.conformance.wire.HttpApi;
import dev.stele.host.sats.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real {@code ./stele} command, run by one user who has a folder for everything. */
final class SteleCommand {

    /** The repository. */
    static final Path ROOT =
            Path.of(System.getProperty("stele.root", "..")).toAbsolutePath().normalize();

    /** The first build of a Rust module makes its standard library and all its crates. */
    private static final int COMMAND_SECONDS_MAX = 1_200;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    /** The user keeps tokens and what commands say in {@code folder}. */
    SteleCommand(Path folder) {
        this.folder = folder.toAbsolutePath();
        environment.put("STELE_CONFIG_DIR", this.folder.resolve("config").toString());
    }

    /** What a command did. */
    record Outcome(int status, String out, String err) {

        @Override
        public String toString() {
            return "status " + status + "\n--- out\n" + out + "--- err\n" + err;
        }
    }

    Path folder() {
        return folder;
    }

    /** The user for requests without the command, once it has a token. */
    HttpApi.User user() throws IOException {
        return new HttpApi.User(Bytes.EMPTY, token(), "", "");
    }

    /** Commands talk to {@code address} unless they say otherwise. */
    void useServer(String address) {
        environment.put("STELE_SERVER", address);
    }

    /** The user's token for the only server that he has used. */
    String token() throws IOException {
        String tokens = Files.readString(folder.resolve("config/tokens.json"));
        JsonNode known = JsonMapper.shared().readTree(tokens);
        if (known.size() != 1) {
            throw new AssertionError("tokens of one server expected: " + known.propertyNames());
        }
        return known.iterator().next().asString();
    }

    /** Finds programs nowhere but in {@code tools}. */
    SteleCommand withSearchPath(Path tools) {
        environment.put("PATH", tools.toString());
        return this;
    }

    /** Begins {@code stele args} with its output, also errors, in {@code log}. */
    Process begin(Path log, String... args) throws IOException {
        return builder(args)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs {@code stele args} to its end, without input. */
    Outcome run(String... args) {
        return runWithInput("", args);
    }

    /** Runs {@code stele args}, which must succeed, and returns its output. */
    String must(String... args) {
        Outcome outcome = run(args);
        if (outcome.status() != 0) {
            throw new AssertionError("stele " + String.join(" ", args) + ": " + outcome);
        }
        return outcome.out();
    }

    /** Runs {@code stele args} to its end; {@code input} is what it may read. */
    Outcome runWithInput(String input, String... args) {
        try {
            Path out = Files.createTempFile(folder, "command", ".out");
            Path err = Files.createTempFile(folder, "command", ".err");
            Path in = Files.writeString(Files.createTempFile(folder, "command", ".in"), input);
            Process process =
                    builder(args)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "stele " + String.join(" ", args) + " did not end, see " + err);
            }
            Outcome outcome =
                    new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            for (Path file : List.of(out, err, in)) {
                Files.delete(file);
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private ProcessBuilder builder(String... args) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("stele").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
