package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;
import java.util.Optional;

/**
 * A reducer; its id is its position in {@link ModuleDef#reducers}. {@code params} is resolved and
 * keeps the module's own parameter names.
 */
public record ReducerDef(
        String name,
        String sourceName,
        AlgebraicType.Product params,
        boolean isClientCallable,
        Optional<Lifecycle> lifecycle) {}
