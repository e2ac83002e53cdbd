package dev.stele.cli;

import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.js.source.SourceCompiler;
import dev.stele.polyglot.js.source.SourceException;
import dev.stele.polyglot.js.source.SourceTreeCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes what is published of what is on the disk. Keeps compiled files, so the next time is quick.
 */
final class ModulePackage {

    private static final String HOST_TYPE = "Js";

    private final SourceTreeCollector collector = new SourceTreeCollector(new SourceCompiler());

    /** The module at {@code path}, a folder or a file; errors name file, line and column. */
    Publisher.Module collect(Path path) {
        if (!Files.exists(path)) {
            throw new CliException("no file or folder " + path, "--module-path FOLDER");
        }
        try {
            return new Publisher.Module(collector.collect(path).program(), HOST_TYPE);
        } catch (SourceException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    /** The ready-made bundle at {@code path}, as it is. */
    static Publisher.Module bundle(Path path) {
        try {
            return new Publisher.Module(Bytes.wrap(Files.readAllBytes(path)), HOST_TYPE);
        } catch (IOException e) {
            throw new CliException("cannot read " + path + ": " + e.getMessage());
        }
    }
}
