package dev.stele.polyglot.js.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A program's files with those of the built-in SDK, which are resources of this class's jar. */
final class SdkOverlay implements FileLookup {

    private static final String PREFIX = Resolver.SDK_FOLDER + "/";
    private static final String RESOURCES = "/dev/stele/polyglot/js/sdk/";

    private final FileLookup program;
    private final ConcurrentMap<String, Optional<String>> read = new ConcurrentHashMap<>();

    SdkOverlay(FileLookup program) {
        this.program = program;
    }

    @Override
    public boolean isFile(String path) {
        return path.startsWith(PREFIX) ? resource(path).isPresent() : program.isFile(path);
    }

    @Override
    public boolean isDirectory(String path) {
        return !path.startsWith(PREFIX)
                && !path.equals(Resolver.SDK_FOLDER)
                && program.isDirectory(path);
    }

    @Override
    public Optional<String> text(String path) {
        return path.startsWith(PREFIX) ? resource(path) : program.text(path);
    }

    @Override
    public String canonical(String path) {
        return path.startsWith(PREFIX) ? path : program.canonical(path);
    }

    private Optional<String> resource(String path) {
        return read.computeIfAbsent(
                path,
                key -> {
                    String name = RESOURCES + key.substring(PREFIX.length());
                    try (InputStream in = SdkOverlay.class.getResourceAsStream(name)) {
                        return in == null ? Optional.empty() : SourceTree.decode(in.readAllBytes());
                    } catch (IOException e) {
                        throw new UncheckedIOException("cannot read resource " + name, e);
                    }
                });
    }
}
