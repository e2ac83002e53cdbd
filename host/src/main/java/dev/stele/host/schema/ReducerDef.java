package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;
import java.util.Optional;

/**
 * A reducer; its id is its position in {@link ModuleDef#reducers}. {@code params} is resolved and
 * keeps the module's own parameter names; {@code declaredParams} is the same with references.
 */
public record ReducerDef(
        String name,
        String sourceName,
        AlgebraicType.Product params,
        boolean isClientCallable,
        Optional<Lifecycle> lifecycle,
        AlgebraicType.Product declaredParams) {

    /** A reducer whose parameters were declared without references. */
    public ReducerDef(
            String name,
            String sourceName,
            AlgebraicType.Product params,
            boolean isClientCallable,
            Optional<Lifecycle> lifecycle) {
        this(name, sourceName, params, isClientCallable, lifecycle, params);
    }
}
