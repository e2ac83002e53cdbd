package dev.stele.host.schema.raw;

import java.math.BigInteger;
import java.util.Optional;

/** An auto-increment; all numbers are i128. */
public record RawSequenceDef(
        Optional<String> name,
        int column,
        Optional<BigInteger> start,
        Optional<BigInteger> min,
        Optional<BigInteger> max,
        BigInteger increment) {}
