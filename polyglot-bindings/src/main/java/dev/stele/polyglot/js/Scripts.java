package dev.stele.polyglot.js;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Source;

/** The host's own scripts; equal sources are parsed once per engine. */
final class Scripts {

    private static final String MODULE_TYPE = "application/javascript+module";

    static final Source PRELUDE = script("prelude.js");
    static final Source SYSTEM = script("sys.js");

    private Scripts() {}

    /** Imports the entry module and tells that this is finished. */
    static Source boot(String entry) {
        String text =
                "import * as entry from '"
                        + entry
                        + "'; export { entry }; export const done = true;";
        try {
            return Source.newBuilder("js", text, "@stele/boot.js").mimeType(MODULE_TYPE).build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot build a source from memory", e);
        }
    }

    private static Source script(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("js", text, "@stele/" + name).build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }
}
