package dev.stele.polyglot.js;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Published npm packages, installed once under the build folder; needs npm. */
public final class NpmPackages {

    private static final List<String> WANTED = List.of("spacetimedb@2.10.1", "esbuild@0.28.2");

    private NpmPackages() {}

    /** The folder with {@code node_modules}. */
    public static Path folder() {
        Path folder = Path.of(System.getProperty("stele.target", "target"), "npm").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            try (FileChannel lock =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                lock.lock();
                Path stamp = folder.resolve("installed");
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(WANTED.toString())) {
                    install(folder);
                    Files.writeString(stamp, WANTED.toString());
                }
            }
        } catch (IOException e) {
            throw new AssertionError("cannot install npm packages in " + folder, e);
        }
        return folder;
    }

    private static void install(Path folder) throws IOException {
        Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--no-save"));
        command.addAll(WANTED);
        run(folder, command);
    }

    /** Copies an installed package's files that programs use. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().endsWith(".map")) {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Runs a command, which must succeed within two minutes; returns its output. */
    public static String run(Path folder, List<String> command) throws IOException {
        Path output = Files.createTempFile("command", ".out");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        String text = Files.readString(output);
        Files.delete(output);
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " failed:\n" + text);
        }
        return text;
    }
}
