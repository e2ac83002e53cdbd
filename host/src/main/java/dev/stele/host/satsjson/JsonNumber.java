package dev.stele.host.satsjson;

import java.math.BigInteger;

/**
 * A JSON number: an integer that fits into 64 bits, signed or not, or else a double. So every
 * number with a point or an exponent, every larger integer, and {@code -0}, is a double.
 */
record JsonNumber(BigInteger integer, double floating, boolean isInteger) {

    private static final BigInteger U64_END = BigInteger.ONE.shiftLeft(64);
    private static final BigInteger I64_MIN = BigInteger.ONE.shiftLeft(63).negate();

    /** Integers of more digits than this are doubles. */
    private static final int DIGITS_MAX = 20;

    static JsonNumber of(String text, boolean isInteger) {
        if (isInteger && text.length() <= DIGITS_MAX && !text.equals("-0")) {
            BigInteger value = new BigInteger(text);
            if (value.compareTo(U64_END) < 0 && value.compareTo(I64_MIN) >= 0) {
                return new JsonNumber(value, value.doubleValue(), true);
            }
        }
        return new JsonNumber(BigInteger.ZERO, Double.parseDouble(text), false);
    }

    boolean isFinite() {
        return Double.isFinite(floating);
    }

    /** The number as it stands in error texts. */
    String describe() {
        if (isInteger) {
            return "integer `" + integer + "`";
        }
        StringBuilder out = new StringBuilder("floating point `");
        FloatText.append(out, floating);
        return out.append('`').toString();
    }
}
