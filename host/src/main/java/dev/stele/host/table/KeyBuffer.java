package dev.stele.host.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A key in ordered form, being built or being looked up: {@code bytes[0, length)} and its first 8
 * bytes as {@code head}. For a key that always fits the head only the head is valid. Reused; one
 * thread at a time.
 */
final class KeyBuffer {

    /** Bytes of a key that are kept in the head. */
    static final int HEAD_BYTES = 8;

    /** The largest key in ordered form, in bytes: what an array can hold. */
    static final int KEY_BYTES_MAX = Integer.MAX_VALUE - 64;

    private static final byte[] NO_TAIL = new byte[0];

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    long head;
    byte[] bytes = NO_TAIL;
    int length;

    void reset() {
        length = 0;
    }

    private int grow(int count) {
        int at = length;
        int needed = at + count;
        if (needed < 0 || needed > KEY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "index key of more than " + KEY_BYTES_MAX + " bytes, expected less");
        }
        if (needed > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes,
                            (int)
                                    Math.min(
                                            KEY_BYTES_MAX,
                                            Math.max(needed, bytes.length * 2L + 32)));
        }
        length = needed;
        return at;
    }

    void put(int value) {
        int at = grow(1);
        bytes[at] = (byte) value;
    }

    void putShort(short value) {
        int at = grow(Short.BYTES);
        SHORT.set(bytes, at, value);
    }

    void putInt(int value) {
        int at = grow(Integer.BYTES);
        INT.set(bytes, at, value);
    }

    void putLong(long value) {
        int at = grow(Long.BYTES);
        LONG.set(bytes, at, value);
    }

    void put(byte[] source, int offset, int count) {
        int at = grow(count);
        System.arraycopy(source, offset, bytes, at, count);
    }

    /** Sets the head from the bytes; {@code shift} as in {@link #headOf}. */
    void finish(int shift) {
        if (bytes.length < HEAD_BYTES) {
            bytes = Arrays.copyOf(bytes, HEAD_BYTES);
        }
        if (length < HEAD_BYTES) {
            Arrays.fill(bytes, length, HEAD_BYTES, (byte) 0);
        }
        head = headOf((long) LONG.get(bytes, 0), shift);
    }

    /**
     * The head of a key whose first 8 bytes, zeros after its end, are {@code bigEndian}: a number
     * whose signed order is the order of the bytes. {@code shift} takes away the bits that a key of
     * fixed width below 8 bytes does not use, so that dense values give dense heads.
     */
    static long headOf(long bigEndian, int shift) {
        return (bigEndian ^ Long.MIN_VALUE) >> shift;
    }

    /** Where the bytes begin that are not in the head. */
    int tailStart() {
        return Math.min(HEAD_BYTES, length);
    }

    /** The bytes that are not in the head, copied. */
    byte[] tail() {
        return length <= HEAD_BYTES ? NO_TAIL : Arrays.copyOfRange(bytes, HEAD_BYTES, length);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Takes over {@code key}, bytes in ordered form. */
    void set(byte[] key, int shift) {
        reset();
        put(key, 0, key.length);
        finish(shift);
    }

    KeyBuffer copy() {
        KeyBuffer copy = new KeyBuffer();
        copy.head = head;
        copy.bytes = Arrays.copyOf(bytes, length);
        copy.length = length;
        return copy;
    }
}
