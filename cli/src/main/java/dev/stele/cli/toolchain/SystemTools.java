package dev.stele.cli.toolchain;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The programs of a machine: finds and runs them.
 *
 * @param searchPath folders with programs, first match wins
 */
record SystemTools(List<Path> searchPath) {

    static final SystemTools OF_THIS_MACHINE =
            new SystemTools(
                    Arrays.stream(
                                    Optional.ofNullable(System.getenv("PATH"))
                                            .orElse("")
                                            .split(File.pathSeparator))
                            .filter(folder -> !folder.isEmpty())
                            .map(Path::of)
                            .toList());

    SystemTools {
        searchPath = List.copyOf(searchPath);
    }

    /**
     * One run of a program.
     *
     * @param command the program and its arguments
     * @param folder where it runs
     * @param environment variables that are set besides those that we have
     */
    record Run(List<String> command, Path folder, Map<String, String> environment) {

        Run {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** The first of {@code names} that is a program here. */
    Optional<Path> find(String... names) {
        for (String name : names) {
            for (Path folder : searchPath) {
                Path file = folder.resolve(name);
                if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a tool; its standard error is our own, so that the reader sees progress and errors as
     * they come. Returns the exit status.
     *
     * @param output gets each line of its standard output
     */
    int run(Run run, Consumer<String> output) {
        return start(run, Redirect.INHERIT, output);
    }

    /** The lines that a tool prints, or nothing when it fails; for questions to a tool. */
    Optional<List<String>> ask(Run run) {
        List<String> lines = new ArrayList<>();
        return start(run, Redirect.DISCARD, lines::add) == 0
                ? Optional.of(List.copyOf(lines))
                : Optional.empty();
    }

    private static int start(Run run, Redirect errors, Consumer<String> output) {
        ProcessBuilder builder =
                new ProcessBuilder(run.command())
                        .directory(run.folder().toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectError(errors);
        builder.environment().putAll(run.environment());
        try {
            Process process = builder.start();
            try (BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    output.accept(line);
                }
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new BuildException(
                    "cannot run " + run.command().getFirst() + ": " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while " + run.command().getFirst() + " ran");
        }
    }
}
