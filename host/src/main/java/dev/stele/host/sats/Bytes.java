package dev.stele.host.sats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string. */
public final class Bytes implements Comparable<Bytes> {

    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** The bytes of {@code source}, copied. */
    public static Bytes copyOf(byte[] source) {
        return source.length == 0 ? EMPTY : new Bytes(source.clone());
    }

    /** {@code length} bytes of {@code source} from {@code offset}, copied. */
    public static Bytes copyOf(byte[] source, int offset, int length) {
        return new Bytes(Arrays.copyOfRange(source, offset, offset + length));
    }

    /** Takes ownership of {@code source}, which nobody may write to afterwards. */
    public static Bytes wrap(byte[] source) {
        return new Bytes(source);
    }

    public static Bytes ofUtf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The bytes written as {@code hex}, two digits each.
     *
     * @throws IllegalArgumentException for an odd length or another character
     */
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return array.length;
    }

    public byte at(int index) {
        return array[index];
    }

    public byte[] toByteArray() {
        return array.clone();
    }

    /** The backing array, not copied; nobody may write to it. */
    public byte[] unsafeArray() {
        return array;
    }

    public String toHex() {
        return HexFormat.of().formatHex(array);
    }

    public String toUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /** The same bytes, last first. */
    public Bytes reversed() {
        byte[] out = new byte[array.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = array[array.length - 1 - i];
        }
        return new Bytes(out);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
