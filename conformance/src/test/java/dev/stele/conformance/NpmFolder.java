package dev.stele.conformance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code conformance/npm}: published packages, installed exactly as its package-lock says, and the
 * sources that use them. Needs node and npm.
 */
final class NpmFolder {

    private static final Path FOLDER = SteleCommand.ROOT.resolve("conformance/npm");
    private static final int COMMAND_SECONDS_MAX = 1_200;

    /** The package {@code spacetimedb}, 2.10.1. */
    static final String SPACETIMEDB = "spacetimedb";

    /** Its version 2.8.3, under the name that it has beside the other. */
    static final String SPACETIMEDB_2_8_3 = "spacetimedb-2-8-3";

    private NpmFolder() {}

    /** The folder, with its packages in {@code node_modules}. */
    static Path installed() throws IOException {
        Path packages = FOLDER.resolve("node_modules");
        Path lock = FOLDER.resolve("package-lock.json");
        Path stamp = packages.resolve(".stele-installed");
        Files.createDirectories(FOLDER.resolve("target"));
        try (FileChannel turn =
                FileChannel.open(
                        FOLDER.resolve("target/install.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            turn.lock();
            if (!Files.exists(stamp) || Files.mismatch(stamp, lock) >= 0) {
                run(FOLDER, Map.of(), "npm", "ci", "--no-audit", "--no-fund");
                Files.writeString(stamp, Files.readString(lock));
            }
        }
        return FOLDER;
    }

    /** A program of an installed package. */
    static String program(String name) throws IOException {
        return installed().resolve("node_modules/.bin").resolve(name).toString();
    }

    /**
     * Makes one JavaScript file of {@code source}; what it imports from packages stays outside, and
     * what it imports from {@code spacetimedb} is that of the package installed as {@code
     * spacetimedb}.
     */
    static Path bundleForNode(String source, String spacetimedb) throws IOException {
        Path folder = installed();
        Path out =
                folder.resolve("target")
                        .resolve(spacetimedb)
                        .resolve(source.replaceAll("\\.ts$", ".mjs"));
        run(
                folder,
                Map.of(),
                program("esbuild"),
                source,
                "--bundle",
                "--platform=node",
                "--format=esm",
                "--packages=external",
                "--alias:spacetimedb=" + spacetimedb,
                "--sourcemap",
                "--log-level=warning",
                "--outfile=" + out);
        return out;
    }

    /**
     * The {@code node_modules} of {@code project}: what is installed here, with the package
     * installed as {@code spacetimedb} under its own name.
     */
    static void linkPackages(Path project, String spacetimedb) throws IOException {
        Path packages = installed().resolve("node_modules");
        Path links = Files.createDirectories(project.resolve("node_modules"));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(packages)) {
            for (Path each : all) {
                String name = each.getFileName().toString();
                if (!name.startsWith(".") && !name.startsWith(SPACETIMEDB)) {
                    Files.createSymbolicLink(links.resolve(name), each);
                }
            }
        }
        Files.createSymbolicLink(links.resolve(SPACETIMEDB), packages.resolve(spacetimedb));
    }

    /** A module as one file with all that it imports, as bundlers make them. */
    static void bundleModule(Path project, String source, Path out) throws IOException {
        run(
                project,
                Map.of(),
                program("esbuild"),
                source,
                "--bundle",
                "--format=esm",
                "--target=esnext",
                "--external:spacetime:*",
                "--log-level=warning",
                "--outfile=" + out);
    }

    /** Runs a command, which must succeed; returns its output. */
    static String run(Path folder, Map<String, String> environment, String... command)
            throws IOException {
        Outcome outcome = tryRun(folder, environment, command);
        if (outcome.status() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed:\n" + outcome.output());
        }
        return outcome.output();
    }

    /** How a command ended, and what it said. */
    record Outcome(int status, String output) {}

    /** Runs a command to its end. */
    static Outcome tryRun(Path folder, Map<String, String> environment, String... command)
            throws IOException {
        Path output = Files.createTempFile("command", ".out");
        List<String> line = new ArrayList<>(Arrays.asList(command));
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " did not end:\n" + Files.readString(output));
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }
}
