package dev.stele.cli.toolchain;

import java.util.List;

/**
 * How to build.
 *
 * @param isDebug whether to build without optimisation
 * @param arguments more arguments for the language's tool, as they are
 */
public record BuildOptions(boolean isDebug, List<String> arguments) {

    /** An optimised build without further arguments. */
    public static final BuildOptions RELEASE = new BuildOptions(false, List.of());

    public BuildOptions {
        arguments = List.copyOf(arguments);
    }
}
