package dev.stele.cli;

import dev.stele.cli.toolchain.BuildOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how a module is built. */
final class BuildArguments {

    @Option(
            names = {"-d", "--debug"},
            description = "Build without optimisation.")
    private boolean isDebug;

    @Option(
            names = "--build-options",
            paramLabel = "ARGS",
            description = "More arguments for the language's tool, separated by spaces.")
    private Optional<String> arguments = Optional.empty();

    BuildOptions options() {
        return new BuildOptions(
                isDebug,
                arguments
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(text -> List.of(text.split("\\s+")))
                        .orElse(List.of()));
    }
}
