package dev.stele.host.schema;

import java.math.BigInteger;

/** An auto-increment of {@code column}: i128 values from {@code start}, cyclic in min..max. */
public record SequenceDef(
        String name,
        int column,
        BigInteger start,
        BigInteger min,
        BigInteger max,
        BigInteger increment) {}
