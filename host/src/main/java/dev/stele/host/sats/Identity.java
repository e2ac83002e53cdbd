package dev.stele.host.sats;

import java.util.Locale;

/**
 * The name of a user or a database: 256 bits, kept as 32 little-endian bytes; as text 64 hex
 * digits, most significant first. Spec 08 section 8.1.
 */
public record Identity(Bytes littleEndian) {

    public static final int WIDTH_BYTES = 32;

    public static final Identity ZERO = new Identity(Bytes.wrap(new byte[WIDTH_BYTES]));

    public Identity {
        if (littleEndian.size() != WIDTH_BYTES) {
            throw new IllegalArgumentException(
                    littleEndian.size() + " bytes, expected " + WIDTH_BYTES);
        }
    }

    /**
     * Parses 64 hex digits, most significant first, with or without {@code 0x}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Identity ofHex(String hex) {
        String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
        if (digits.length() != 2 * WIDTH_BYTES) {
            throw new IllegalArgumentException(
                    "\"" + hex + "\" has " + digits.length() + " hex digits, expected 64");
        }
        return new Identity(Bytes.ofHex(digits.toLowerCase(Locale.ROOT)).reversed());
    }

    /** 64 lower-case hex digits, most significant first. */
    public String toHex() {
        return littleEndian.reversed().toHex();
    }

    @Override
    public String toString() {
        return toHex();
    }
}
