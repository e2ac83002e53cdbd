package dev.stele.conformance.run;

import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.js.source.SourceCompiler;
import dev.stele.polyglot.js.source.SourceException;
import dev.stele.polyglot.js.source.SourceTreeCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The conformance module in one language.
 *
 * @param folder where its sources are
 */
public record Language(String name, Path folder) {

    private static final String BUILT = "conformance.wasm";

    /** What is published. */
    public sealed interface Program {}

    public record Ready(String hostType, Bytes bytes) implements Program {}

    /** There is nothing to publish on this machine. */
    public record NotThere(String why) implements Program {}

    /** The languages of the contract, in the order in which traces are compared. */
    public static List<Language> all(Path modules) {
        return List.of(
                new Language("typescript", modules.resolve("typescript")),
                new Language("rust", modules.resolve("rust")),
                new Language("cpp", modules.resolve("cpp")));
    }

    /** Its sources for TypeScript, what was built of them for others. */
    public Program program() {
        if (Files.exists(folder.resolve("src/index.ts"))) {
            try {
                return new Ready(
                        "Js",
                        new SourceTreeCollector(new SourceCompiler()).collect(folder).program());
            } catch (SourceException e) {
                throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
            }
        }
        Path built = folder.resolve(BUILT);
        if (!Files.exists(built)) {
            return new NotThere("no " + name + "/" + BUILT);
        }
        try {
            return new Ready("Wasm", Bytes.wrap(Files.readAllBytes(built)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
