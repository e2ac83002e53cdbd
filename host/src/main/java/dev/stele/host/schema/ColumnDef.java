package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import java.util.Optional;

/**
 * A column: {@code name} is canonical, {@code sourceName} what the module calls it, {@code type}
 * resolved; {@code defaultValue} is BSATN of that type.
 */
public record ColumnDef(
        String name, String sourceName, AlgebraicType type, Optional<Bytes> defaultValue) {}
