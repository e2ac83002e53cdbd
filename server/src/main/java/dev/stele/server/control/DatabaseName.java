package dev.stele.server.control;

import java.util.regex.Pattern;

/** The rules for names of databases, spec 05 section 5.3. */
public final class DatabaseName {

    /** Length of a name, in characters. */
    public static final int CHARS_MAX = 128;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern IDENTITY = Pattern.compile("[0-9a-fA-F]{64}");

    private DatabaseName() {}

    /** Whether {@code text} is an identity rather than a name. */
    public static boolean isIdentity(String text) {
        return IDENTITY.matcher(text).matches();
    }

    public static boolean isValid(String text) {
        return text.length() <= CHARS_MAX && NAME.matcher(text).matches() && !isIdentity(text);
    }
}
