package dev.stele.cli;

import dev.stele.cli.toolchain.BuiltModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stele build}: builds a module without publishing it. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = "Build a module and print the file that was made, if there is one.")
final class BuildCommand implements Callable<Integer> {

    private static final int NANOS_PER_MS = 1_000_000;
    private static final int BYTES_PER_KB = 1024;

    @Option(
            names = {"-p", "--module-path"},
            paramLabel = "PATH",
            description = "Folder or file of the module (default: the current folder).",
            defaultValue = ".")
    private Path module = Path.of(".");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Also write what would be published to this file.")
    private Optional<Path> out = Optional.empty();

    @Mixin private BuildArguments build = new BuildArguments();

    @Override
    public Integer call() {
        Terminal terminal = Terminal.system();
        long start = System.nanoTime();
        BuiltModule built =
                new ModulePackage().build(ModulePackage.project(module), build.options());
        out.ifPresent(file -> write(file, built));
        terminal.done(
                "built "
                        + module
                        + terminal.styled(
                                Terminal.Style.DIM,
                                ", "
                                        + (built.bytes().size() + BYTES_PER_KB - 1) / BYTES_PER_KB
                                        + " KB in "
                                        + (System.nanoTime() - start) / NANOS_PER_MS
                                        + " ms"));
        out.or(built::artifact).ifPresent(file -> terminal.data(file.toString()));
        return 0;
    }

    private static void write(Path file, BuiltModule built) {
        try {
            Files.write(file, built.bytes().unsafeArray());
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage());
        }
    }
}
