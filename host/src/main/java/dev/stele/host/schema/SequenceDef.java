package dev.stele.host.schema;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An auto-increment of {@code column}: i128 values from {@code start}, cyclic in min..max. {@code
 * declared} is what the module itself said about them.
 */
public record SequenceDef(
        String name,
        int column,
        BigInteger start,
        BigInteger min,
        BigInteger max,
        BigInteger increment,
        Declared declared) {

    /** The numbers that the module gave; the others have their defaults. */
    public record Declared(
            Optional<BigInteger> start, Optional<BigInteger> min, Optional<BigInteger> max) {

        public static final Declared NOTHING =
                new Declared(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The largest i128, the default of {@code max}. */
    public static final BigInteger MAX_DEFAULT =
            BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    /** A sequence of which the module gave nothing but the column. */
    public SequenceDef(
            String name,
            int column,
            BigInteger start,
            BigInteger min,
            BigInteger max,
            BigInteger increment) {
        this(name, column, start, min, max, increment, Declared.NOTHING);
    }
}
