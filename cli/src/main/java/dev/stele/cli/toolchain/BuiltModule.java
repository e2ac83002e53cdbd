package dev.stele.cli.toolchain;

import dev.stele.host.sats.Bytes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes to publish.
 *
 * @param bytes a Wasm module, or a program of the JavaScript host
 * @param hostType the kind of host that it needs
 * @param artifact the file on disk that holds these bytes, where a tool wrote one
 */
public record BuiltModule(Bytes bytes, HostType hostType, Optional<Path> artifact) {}
