package dev.stele.host.schema.raw;

import java.util.Optional;

/** An index: {@code name} is the source name in V10. */
public record RawIndexDef(
        Optional<String> name, Optional<String> accessorName, RawIndexAlgorithm algorithm) {}
