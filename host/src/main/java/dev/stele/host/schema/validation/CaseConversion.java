package dev.stele.host.schema.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Splits names into words and joins them in another case.
 *
 * <p>Words end at {@code _}, {@code -} and spaces, which are dropped, and between: a lower case
 * letter and an upper case one; a letter and an ASCII digit; two upper case letters of which a
 * lower case one follows the second ({@code HTTPStatus} is {@code HTTP}, {@code Status}).
 */
public final class CaseConversion {

    private CaseConversion() {}

    /** {@code rowId} to {@code row_id}. */
    public static String snake(String name) {
        return words(name).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("_"));
    }

    /** {@code dark_blue} to {@code darkBlue}. */
    public static String camel(String name) {
        List<String> words = words(name);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            out.append(i == 0 ? words.get(i).toLowerCase(Locale.ROOT) : capital(words.get(i)));
        }
        return out.toString();
    }

    /** {@code camel_row} to {@code CamelRow}. */
    public static String pascal(String name) {
        return words(name).stream().map(CaseConversion::capital).collect(Collectors.joining());
    }

    private static String capital(String word) {
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT)
                + word.substring(first).toLowerCase(Locale.ROOT);
    }

    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int[] points = name.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int c = points[i];
            boolean isDelimiter = c == '_' || c == '-' || c == ' ';
            if (isDelimiter || (i > 0 && isBoundary(points, i))) {
                flush(word, words);
            }
            if (!isDelimiter) {
                word.appendCodePoint(c);
            }
        }
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** Whether a word ends before the character at {@code i}. */
    private static boolean isBoundary(int[] points, int i) {
        int before = points[i - 1];
        int after = points[i];
        boolean upperAfter = Character.isUpperCase(after);
        if (isDigit(before)) {
            return upperAfter || Character.isLowerCase(after);
        }
        if (Character.isLowerCase(before)) {
            return upperAfter || isDigit(after);
        }
        if (!Character.isUpperCase(before)) {
            return false;
        }
        return isDigit(after)
                || (upperAfter && i + 1 < points.length && Character.isLowerCase(points[i + 1]));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
