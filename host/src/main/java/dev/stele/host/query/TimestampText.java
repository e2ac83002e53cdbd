package dev.stele.host.query;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalLong;

/** Moments as RFC 3339 writes them: {@code 2025-02-10T15:45:30.123+02:00}. */
final class TimestampText {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int MICRO_DIGITS = 6;
    private static final int SHORTEST_CHARS = "2025-02-10T15:45:30Z".length();

    private final String text;
    private int at;
    private boolean valid = true;

    private TimestampText(String text) {
        this.text = text;
    }

    /**
     * Microseconds since 1970-01-01T00:00:00Z, further digits cut off; empty when all of {@code
     * text} is not a moment. A space may stand for the {@code T}; a leap second counts as the
     * second after.
     */
    static OptionalLong micros(String text) {
        if (text.length() < SHORTEST_CHARS) {
            return OptionalLong.empty();
        }
        TimestampText parser = new TimestampText(text);
        long micros = parser.parse();
        return parser.valid ? OptionalLong.of(micros) : OptionalLong.empty();
    }

    private long parse() {
        int year = number(4);
        expect("-");
        int month = number(2);
        expect("-");
        int day = number(2);
        expect("Tt ");
        int hour = number(2);
        expect(":");
        int minute = number(2);
        expect(":");
        int second = number(2);
        long fraction = fraction();
        long offsetSeconds = offsetSeconds();
        valid &= at == text.length();
        valid &= month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 60;
        valid = valid && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
        if (!valid) {
            return 0;
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * 86_400L
                        + hour * 3_600L
                        + minute * 60L
                        + second
                        - offsetSeconds;
        return seconds * MICROS_PER_SECOND + fraction;
    }

    private int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = digit();
            valid &= digit >= 0;
            value = value * 10 + digit;
        }
        return value;
    }

    /** Takes a digit; -1 when none comes. */
    private int digit() {
        if (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            return text.charAt(at++) - '0';
        }
        return -1;
    }

    private void expect(String anyOf) {
        valid &= at < text.length() && anyOf.indexOf(text.charAt(at)) >= 0;
        at++;
    }

    private long fraction() {
        if (at >= text.length() || text.charAt(at) != '.') {
            return 0;
        }
        at++;
        long micros = 0;
        int count = 0;
        for (int digit = digit(); digit >= 0; digit = digit()) {
            if (count < MICRO_DIGITS) {
                micros = micros * 10 + digit;
            }
            count++;
        }
        valid &= count > 0;
        for (int i = count; i < MICRO_DIGITS; i++) {
            micros *= 10;
        }
        return micros;
    }

    private long offsetSeconds() {
        if (at >= text.length()) {
            valid = false;
            return 0;
        }
        char sign = text.charAt(at);
        at++;
        if (sign == 'Z' || sign == 'z') {
            return 0;
        }
        valid &= sign == '+' || sign == '-';
        int hours = number(2);
        expect(":");
        int minutes = number(2);
        valid &= hours <= 23 && minutes <= 59;
        long seconds = hours * 3_600L + minutes * 60L;
        return sign == '-' ? -seconds : seconds;
    }
}
