package dev.stele.host.schema.raw;

import dev.stele.host.sats.AlgebraicType;

/** A view; {@code index} is its number for the call into the module. */
public record RawViewDef(
        String name,
        int index,
        boolean isPublic,
        boolean isAnonymous,
        AlgebraicType.Product params,
        AlgebraicType returnType) {}
