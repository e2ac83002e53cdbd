package dev.stele.host.query;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A decimal number as written: plus or minus {@code digits * 10^exponent}, where {@code digits} has
 * no zeros at either end and is empty for zero. Nothing is computed until the size is known, so
 * {@code 1e999999999} costs nothing.
 */
record DecimalText(boolean negative, String digits, long exponent) {

    /** Exponents beyond are taken for it; no number type reaches it. */
    private static final long EXPONENT_MAX = 1_000_000_000L;

    /** Digits of the largest 256-bit integer. */
    private static final int INTEGER_DIGITS_MAX = 78;

    /** The number that all of {@code text} spells, for example {@code -1.5e3}. */
    static Optional<DecimalText> parse(String text) {
        int at = 0;
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            at++;
        }
        int mark = at;
        at = skipDigits(text, at);
        String whole = text.substring(mark, at);
        String fraction = "";
        if (at < text.length() && text.charAt(at) == '.') {
            mark = at + 1;
            at = skipDigits(text, mark);
            fraction = text.substring(mark, at);
        }
        if (whole.isEmpty() && fraction.isEmpty()) {
            return Optional.empty();
        }
        long exponent = 0;
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            boolean down = at < text.length() && text.charAt(at) == '-';
            if (down || (at < text.length() && text.charAt(at) == '+')) {
                at++;
            }
            mark = at;
            at = skipDigits(text, at);
            if (mark == at) {
                return Optional.empty();
            }
            exponent = exponent(text.substring(mark, at));
            exponent = down ? -exponent : exponent;
        }
        return at == text.length()
                ? Optional.of(normal(negative, whole + fraction, exponent - fraction.length()))
                : Optional.empty();
    }

    private static long exponent(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length() && value < EXPONENT_MAX; i++) {
            value = value * 10 + (digits.charAt(i) - '0');
        }
        return Math.min(value, EXPONENT_MAX);
    }

    private static DecimalText normal(boolean negative, String digits, long exponent) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        int end = digits.length();
        while (end > start && digits.charAt(end - 1) == '0') {
            end--;
        }
        return start == end
                ? new DecimalText(false, "", 0)
                : new DecimalText(
                        negative, digits.substring(start, end), exponent + (digits.length() - end));
    }

    private static int skipDigits(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The same as an integer; empty when it has a fraction or exceeds 256 bits by far. */
    Optional<BigInteger> integer() {
        if (digits.isEmpty()) {
            return Optional.of(BigInteger.ZERO);
        }
        if (exponent < 0 || digits.length() + exponent > INTEGER_DIGITS_MAX) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(digits).multiply(BigInteger.TEN.pow((int) exponent));
        return Optional.of(negative ? value.negate() : value);
    }

    /** The nearest float of 64 bits; infinite when out of range, zero without a sign. */
    double toDouble() {
        return digits.isEmpty() ? 0.0 : Double.parseDouble(scientific());
    }

    /** The nearest float of 32 bits; infinite when out of range, zero without a sign. */
    float toFloat() {
        return digits.isEmpty() ? 0.0f : Float.parseFloat(scientific());
    }

    private String scientific() {
        return (negative ? "-" : "") + digits + "e" + exponent;
    }
}
