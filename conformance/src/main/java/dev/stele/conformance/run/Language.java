package dev.stele.conformance.run;

import dev.stele.cli.toolchain.BuildException;
import dev.stele.cli.toolchain.BuildOptions;
import dev.stele.cli.toolchain.BuiltModule;
import dev.stele.cli.toolchain.ModuleBuilder;
import dev.stele.cli.toolchain.Project;
import dev.stele.host.sats.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The conformance module in one language.
 *
 * @param folder where its sources are
 */
public record Language(String name, Path folder) {

    /** A build that serves machines without the language's tools. */
    private static final String BUILT = "conformance.wasm";

    /** What is published. */
    public sealed interface Program {}

    public record Ready(String hostType, Bytes bytes) implements Program {}

    /** There is nothing to publish on this machine, which lacks something. */
    public record NotThere(String why) implements Program {}

    /** The module cannot be built although everything is there. */
    public record Broken(String why) implements Program {}

    /** The languages of the contract, in the order in which traces are compared. */
    public static List<Language> all(Path modules) {
        return List.of(
                new Language("typescript", modules.resolve("typescript")),
                new Language("rust", modules.resolve("rust")),
                new Language("cpp", modules.resolve("cpp")));
    }

    /** Builds it with the language's own tools, or takes what was built where they are missing. */
    public Program program() {
        if (!Files.isDirectory(folder)) {
            return new NotThere("there is no module in " + name + " yet");
        }
        ModuleBuilder builder = new ModuleBuilder();
        try {
            return ready(builder.build(Project.at(folder), BuildOptions.RELEASE));
        } catch (BuildException e) {
            boolean isMachineLacking = !e.hint().isEmpty();
            if (!isMachineLacking) {
                return new Broken(String.valueOf(e.getMessage()));
            }
            Path built = folder.resolve(BUILT);
            return Files.exists(built)
                    ? ready(builder.build(Project.at(built), BuildOptions.RELEASE))
                    : new NotThere(e.getMessage() + " (" + e.hint() + ")");
        }
    }

    private static Ready ready(BuiltModule module) {
        return new Ready(module.hostType().wireName(), module.bytes());
    }
}
