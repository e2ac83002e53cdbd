package dev.stele.host.schema;

import java.util.List;

/**
 * A name that clients know the type at {@code ref} of the typespace by; {@code scope} is outermost
 * first. Without {@code customOrdering} the elements of the type are sorted by name.
 */
public record TypeDef(List<String> scope, String name, int ref, boolean customOrdering) {
    public TypeDef {
        scope = List.copyOf(scope);
    }
}
