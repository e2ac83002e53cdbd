package dev.stele.host.table;

import dev.stele.host.sats.AlgebraicType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A resolved type, prepared for two walks over its BSATN: to skip a value, and to write it in
 * ordered form, in which the unsigned order of bytes is the order of values and no value is the
 * beginning of another.
 *
 * <pre>
 * Bool, U8..U256   big-endian
 * I8..I256         big-endian, sign bit flipped
 * F32, F64         big-endian bits; negative: all flipped, else sign bit flipped;
 *                  -0.0 as 0.0, every NaN as one, after +infinity
 * String, [U8]     bytes, 00 written as 00 FF; ends with 00 00
 * Array            01 before each element; ends with 00
 * Product          fields back to back
 * Sum              tag, payload
 * </pre>
 */
final class KeyType {

    private enum Form {
        UNSIGNED,
        SIGNED,
        FLOAT,
        BYTE_STRING,
        ARRAY,
        PRODUCT,
        SUM
    }

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int ELEMENT = 1;
    private static final int END = 0;
    private static final int ESCAPE = 0xFF;

    private final Form form;
    private final int widthBytes;
    private final boolean isAnyBytes;
    private final KeyType[] parts;

    private KeyType(Form form, int widthBytes, boolean isAnyBytes, KeyType... parts) {
        this.form = form;
        this.widthBytes = widthBytes;
        this.isAnyBytes = isAnyBytes;
        this.parts = parts;
    }

    static KeyType of(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Primitive primitive -> ofPrimitive(primitive);
            case AlgebraicType.Array array ->
                    array.element() == AlgebraicType.Primitive.U8
                            ? new KeyType(Form.BYTE_STRING, -1, false)
                            : new KeyType(Form.ARRAY, -1, false, of(array.element()));
            case AlgebraicType.Product product -> {
                KeyType[] parts =
                        product.elements().stream().map(e -> of(e.type())).toArray(KeyType[]::new);
                yield new KeyType(Form.PRODUCT, sumOfWidths(parts), areAnyBytes(parts), parts);
            }
            case AlgebraicType.Sum sum -> {
                KeyType[] parts =
                        sum.variants().stream().map(v -> of(v.type())).toArray(KeyType[]::new);
                yield new KeyType(Form.SUM, widthOfSum(parts), false, parts);
            }
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException(
                            "unresolved type reference " + ref.index() + ", expected a type");
        };
    }

    private static KeyType ofPrimitive(AlgebraicType.Primitive primitive) {
        int width = primitive.widthBytes();
        if (primitive == AlgebraicType.Primitive.STRING) {
            return new KeyType(Form.BYTE_STRING, -1, false);
        }
        if (primitive == AlgebraicType.Primitive.BOOL) {
            return new KeyType(Form.UNSIGNED, width, false);
        }
        if (primitive.isFloat()) {
            return new KeyType(Form.FLOAT, width, true);
        }
        return new KeyType(primitive.isSigned() ? Form.SIGNED : Form.UNSIGNED, width, true);
    }

    private static int sumOfWidths(KeyType[] parts) {
        long total = 0;
        for (KeyType part : parts) {
            if (part.widthBytes < 0) {
                return -1;
            }
            total += part.widthBytes;
        }
        return total <= Integer.MAX_VALUE / 2 ? (int) total : -1;
    }

    private static boolean areAnyBytes(KeyType[] parts) {
        for (KeyType part : parts) {
            if (!part.isAnyBytes) {
                return false;
            }
        }
        return true;
    }

    private static int widthOfSum(KeyType[] variants) {
        if (variants.length == 0) {
            return -1;
        }
        int width = variants[0].widthBytes;
        for (KeyType variant : variants) {
            if (variant.widthBytes != width) {
                return -1;
            }
        }
        return width < 0 ? -1 : 1 + width;
    }

    /** Size of every value in bytes, both as BSATN and in ordered form; -1 when they differ. */
    int widthBytes() {
        return widthBytes;
    }

    /** Whether any bytes of the right number are a value. */
    boolean isAnyBytes() {
        return isAnyBytes;
    }

    /** Whether values are integers, bools or tags of 1, 2, 4 or 8 bytes. */
    boolean isShortInteger() {
        return switch (form) {
            case UNSIGNED, SIGNED -> widthBytes <= Long.BYTES;
            case SUM -> widthBytes == 1;
            case FLOAT, BYTE_STRING, ARRAY, PRODUCT -> false;
        };
    }

    boolean isSigned() {
        return form == Form.SIGNED;
    }

    /** The position behind the value at {@code at}, which is valid BSATN of this type. */
    int skip(byte[] array, int at) {
        if (widthBytes >= 0) {
            return at + widthBytes;
        }
        int position = at;
        switch (form) {
            case BYTE_STRING -> position += Integer.BYTES + (int) INT.get(array, at);
            case ARRAY -> {
                int count = (int) INT.get(array, at);
                position += Integer.BYTES;
                int width = parts[0].widthBytes;
                if (width >= 0) {
                    position += count * width;
                } else {
                    for (int i = 0; i < count; i++) {
                        position = parts[0].skip(array, position);
                    }
                }
            }
            case PRODUCT -> {
                for (KeyType part : parts) {
                    position = part.skip(array, position);
                }
            }
            case SUM -> position = parts[array[at] & 0xFF].skip(array, at + 1);
            case UNSIGNED, SIGNED, FLOAT -> throw new IllegalStateException("width of " + form);
        }
        return position;
    }

    /**
     * Appends the value at {@code at}, valid BSATN of this type, in ordered form; returns the
     * position behind it.
     */
    int encode(byte[] array, int at, KeyBuffer out) {
        int position = at;
        switch (form) {
            case UNSIGNED, SIGNED -> {
                encodeInteger(array, at, out);
                position += widthBytes;
            }
            case FLOAT -> {
                encodeFloat(array, at, out);
                position += widthBytes;
            }
            case BYTE_STRING -> {
                int length = (int) INT.get(array, at);
                position += Integer.BYTES + length;
                encodeBytes(array, position - length, length, out);
            }
            case ARRAY -> {
                int count = (int) INT.get(array, at);
                position += Integer.BYTES;
                for (int i = 0; i < count; i++) {
                    out.put(ELEMENT);
                    position = parts[0].encode(array, position, out);
                }
                out.put(END);
            }
            case PRODUCT -> {
                for (KeyType part : parts) {
                    position = part.encode(array, position, out);
                }
            }
            case SUM -> {
                int tag = array[at] & 0xFF;
                out.put(tag);
                position = parts[tag].encode(array, at + 1, out);
            }
        }
        return position;
    }

    private void encodeInteger(byte[] array, int at, KeyBuffer out) {
        boolean isSigned = form == Form.SIGNED;
        switch (widthBytes) {
            case Byte.BYTES -> out.put(isSigned ? array[at] ^ Byte.MIN_VALUE : array[at]);
            case Short.BYTES -> {
                short value = (short) SHORT.get(array, at);
                out.putShort(isSigned ? (short) (value ^ Short.MIN_VALUE) : value);
            }
            case Integer.BYTES -> {
                int value = (int) INT.get(array, at);
                out.putInt(isSigned ? value ^ Integer.MIN_VALUE : value);
            }
            default -> {
                int last = at + widthBytes - Long.BYTES;
                long high = (long) LONG.get(array, last);
                out.putLong(isSigned ? high ^ Long.MIN_VALUE : high);
                for (int word = last - Long.BYTES; word >= at; word -= Long.BYTES) {
                    out.putLong((long) LONG.get(array, word));
                }
            }
        }
    }

    private void encodeFloat(byte[] array, int at, KeyBuffer out) {
        if (widthBytes == Float.BYTES) {
            float value = Float.intBitsToFloat((int) INT.get(array, at));
            int bits = value == 0 ? 0 : Float.floatToIntBits(value);
            out.putInt(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
        } else {
            double value = Double.longBitsToDouble((long) LONG.get(array, at));
            long bits = value == 0 ? 0 : Double.doubleToLongBits(value);
            out.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        }
    }

    private static void encodeBytes(byte[] array, int at, int length, KeyBuffer out) {
        int end = at + length;
        int start = at;
        for (int i = at; i < end; i++) {
            if (array[i] == 0) {
                out.put(array, start, i + 1 - start);
                out.put(ESCAPE);
                start = i + 1;
            }
        }
        out.put(array, start, end - start);
        out.put(END);
        out.put(END);
    }
}
