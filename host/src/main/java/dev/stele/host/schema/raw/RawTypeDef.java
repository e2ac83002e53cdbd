package dev.stele.host.schema.raw;

import java.util.List;

/** A name for the type at {@code ref} of the typespace. */
public record RawTypeDef(List<String> scope, String name, int ref, boolean customOrdering) {
    public RawTypeDef {
        scope = List.copyOf(scope);
    }
}
