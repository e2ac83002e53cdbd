package dev.stele.host.schema.validation;

import java.text.Normalizer;
import java.util.Optional;

/** What may name an entity: NFC text of an XID_Start or {@code _}, then XID_Continue. */
final class Identifiers {

    private static final String UAX_31 =
            "(according to Unicode Standard Annex 31, https://www.unicode.org/reports/tr31/) and"
                    + " cannot be used for entities in a module.";

    private Identifiers() {}

    /** What is wrong with {@code name}, if anything. */
    static Optional<String> problemOf(String name) {
        if (name.isEmpty()) {
            return Optional.of("Empty identifiers are forbidden.");
        }
        if (name.length() > Limits.NAME_CHARS_MAX) {
            return Optional.of(
                    "Identifier of "
                            + name.length()
                            + " characters, expected at most "
                            + Limits.NAME_CHARS_MAX);
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            return Optional.of(
                    "Identifier `"
                            + name
                            + "` is not in normalization form C according to Unicode Standard"
                            + " Annex 15 (http://www.unicode.org/reports/tr15/) and cannot be used"
                            + " for entities in a module.");
        }
        int first = name.codePointAt(0);
        if (first != '_' && !isXidStart(first)) {
            return Optional.of(
                    "Identifier `"
                            + name
                            + "`'s starting character '"
                            + Character.toString(first)
                            + "' is neither an underscore ('_') nor a Unicode XID_start character "
                            + UAX_31);
        }
        return name.codePoints()
                .skip(1)
                .filter(c -> !isXidContinue(c))
                .boxed()
                .findFirst()
                .map(c ->
                        "Identifier `"
                                + name
                                + "` contains a character '"
                                + Character.toString(c)
                                + "' that is not an XID_continue character "
                                + UAX_31);
    }

    /** XID is what remains of ID when compatibility forms must be identifiers too. */
    private static boolean isXidStart(int c) {
        if (!Character.isUnicodeIdentifierStart(c)) {
            return false;
        }
        String folded = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
        return Character.isUnicodeIdentifierStart(folded.codePointAt(0))
                && folded.codePoints().skip(1).allMatch(Identifiers::isIdContinue);
    }

    private static boolean isXidContinue(int c) {
        return isIdContinue(c)
                && Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                        .codePoints()
                        .allMatch(Identifiers::isIdContinue);
    }

    private static boolean isIdContinue(int c) {
        return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }
}
