package dev.stele.host.satsjson;

import java.math.BigDecimal;

/**
 * Floats as decimal text: the fewest digits that read back as the same float, written plainly when
 * the decimal point is near them ({@code 0.1}, {@code 16777216.0}) and with an exponent otherwise
 * ({@code 1e21}, {@code 1.1754944e-38}).
 */
final class FloatText {

    /** Positions of the decimal point, counted from the first digit, that are written plainly. */
    private record PlainRange(int pointMin, int pointMax) {
        static final PlainRange F32 = new PlainRange(-5, 13);
        static final PlainRange F64 = new PlainRange(-4, 16);
    }

    /** {@code 0.digits * 10^point}, without trailing zeros. */
    private record Decimal(String digits, int point) {
        BigDecimal value() {
            return new BigDecimal(new java.math.BigInteger(digits), digits.length() - point);
        }
    }

    private FloatText() {}

    static void append(StringBuilder out, double value) {
        if (!Double.isFinite(value)) {
            out.append("null");
        } else {
            Decimal decimal = decimalOf(Double.toString(Math.abs(value)));
            appendDecimal(out, isNegative(value), shorten(decimal, value), PlainRange.F64);
        }
    }

    static void append(StringBuilder out, float value) {
        if (!Float.isFinite(value)) {
            out.append("null");
        } else {
            Decimal decimal = decimalOf(Float.toString(Math.abs(value)));
            appendDecimal(out, isNegative(value), shorten(decimal, value), PlainRange.F32);
        }
    }

    private static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    /** Takes apart what {@link Double#toString} writes. */
    private static Decimal decimalOf(String text) {
        int exponentAt = text.indexOf('E');
        int exponent = exponentAt < 0 ? 0 : Integer.parseInt(text.substring(exponentAt + 1));
        String mantissa = exponentAt < 0 ? text : text.substring(0, exponentAt);
        int pointAt = mantissa.indexOf('.');
        String digits = mantissa.substring(0, pointAt) + mantissa.substring(pointAt + 1);
        int leading = 0;
        while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
            leading++;
        }
        int end = digits.length();
        while (end > leading + 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        String significant = digits.substring(leading, end);
        return significant.equals("0")
                ? new Decimal("0", 1)
                : new Decimal(significant, pointAt - leading + exponent);
    }

    /** {@link Double#toString} never writes one digit where two come closer: tries the one. */
    private static Decimal shorten(Decimal decimal, double value) {
        return decimal.digits().length() == 2
                ? nearestOneDigit(
                        decimal, candidate -> candidate.value().doubleValue() == Math.abs(value))
                : decimal;
    }

    private static Decimal shorten(Decimal decimal, float value) {
        return decimal.digits().length() == 2
                ? nearestOneDigit(
                        decimal, candidate -> candidate.value().floatValue() == Math.abs(value))
                : decimal;
    }

    private static Decimal nearestOneDigit(
            Decimal two, java.util.function.Predicate<Decimal> readsBack) {
        int first = two.digits().charAt(0) - '0';
        boolean upFirst = two.digits().charAt(1) >= '5';
        for (int step = 0; step < 2; step++) {
            boolean up = (step == 0) == upFirst;
            int digit = up ? first + 1 : first;
            Decimal one =
                    digit == 10
                            ? new Decimal("1", two.point() + 1)
                            : new Decimal(String.valueOf(digit), two.point());
            if (readsBack.test(one)) {
                return one;
            }
        }
        return two;
    }

    private static void appendDecimal(
            StringBuilder out, boolean negative, Decimal decimal, PlainRange plain) {
        if (negative) {
            out.append('-');
        }
        String digits = decimal.digits();
        int point = decimal.point();
        if (point < plain.pointMin() || point > plain.pointMax()) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(point - 1);
        } else if (point <= 0) {
            out.append("0.").repeat('0', -point).append(digits);
        } else if (point >= digits.length()) {
            out.append(digits).repeat('0', point - digits.length()).append(".0");
        } else {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
    }
}
