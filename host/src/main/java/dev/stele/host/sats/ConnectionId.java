package dev.stele.host.sats;

import java.util.Locale;

/**
 * The name of one connection: 128 bits, kept as 16 little-endian bytes; as text 32 hex digits, most
 * significant first. Zero means none. Spec 08 section 8.2.
 */
public record ConnectionId(Bytes littleEndian) {

    public static final int WIDTH_BYTES = 16;

    public static final ConnectionId ZERO = new ConnectionId(Bytes.wrap(new byte[WIDTH_BYTES]));

    public ConnectionId {
        if (littleEndian.size() != WIDTH_BYTES) {
            throw new IllegalArgumentException(
                    littleEndian.size() + " bytes, expected " + WIDTH_BYTES);
        }
    }

    /**
     * Parses 32 hex digits, most significant first, with or without {@code 0x}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ConnectionId ofHex(String hex) {
        String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
        if (digits.length() != 2 * WIDTH_BYTES) {
            throw new IllegalArgumentException(
                    "\"" + hex + "\" has " + digits.length() + " hex digits, expected 32");
        }
        return new ConnectionId(Bytes.ofHex(digits.toLowerCase(Locale.ROOT)).reversed());
    }

    /** 32 lower-case hex digits, most significant first. */
    public String toHex() {
        return littleEndian.reversed().toHex();
    }

    @Override
    public String toString() {
        return toHex();
    }
}
