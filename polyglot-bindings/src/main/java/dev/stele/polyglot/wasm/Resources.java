package dev.stele.polyglot.wasm;

import dev.stele.host.sats.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.graalvm.polyglot.Source;

/** The host's own little modules; each was assembled from the text file beside it. */
final class Resources {

    /** Writes bytes of the host's into a guest's memory; see {@link LinearMemory}. */
    static final Source FILLER = CompiledModule.source(read("filler.wasm"), "filler.wasm");

    private Resources() {}

    static Bytes read(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
