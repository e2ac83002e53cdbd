package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType;

/**
 * A procedure; its id is its position in {@link ModuleDef#procedures}. {@code params} and {@code
 * returnType} are resolved, {@code declaredParams} and {@code declaredReturnType} hold references.
 */
public record ProcedureDef(
        String name,
        String sourceName,
        AlgebraicType.Product params,
        AlgebraicType returnType,
        boolean isClientCallable,
        AlgebraicType.Product declaredParams,
        AlgebraicType declaredReturnType) {}
