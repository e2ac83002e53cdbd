package dev.stele.host.table;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.AlgebraicType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The key of one index: how it is taken from a row, and from the BSATN of a key. */
final class KeyCodec {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final RowShape shape;
    private final int[] columns;
    private final KeyType[] types;
    private final AlgebraicType[] sourceTypes;
    private final int widthBytes;
    private final boolean isAnyBytes;
    private final int shift;

    /** Width of the one integer column that is the whole key, else 0. */
    private final int integerBytes;

    private final boolean isSigned;

    /** Where that one column is in every row, or -1. */
    private final int integerOffset;

    KeyCodec(RowShape shape, AlgebraicType.Product rowType, List<Integer> keyColumns) {
        this.shape = shape;
        columns = keyColumns.stream().mapToInt(Integer::intValue).toArray();
        types = Arrays.stream(columns).mapToObj(shape::column).toArray(KeyType[]::new);
        sourceTypes =
                Arrays.stream(columns)
                        .mapToObj(c -> rowType.elements().get(c).type())
                        .toArray(AlgebraicType[]::new);
        long width = 0;
        boolean anyBytes = true;
        for (KeyType type : types) {
            width = width < 0 || type.widthBytes() < 0 ? -1 : width + type.widthBytes();
            anyBytes &= type.isAnyBytes();
        }
        widthBytes = width > Integer.MAX_VALUE / 2 ? -1 : (int) width;
        isAnyBytes = anyBytes && widthBytes >= 0;
        shift =
                widthBytes > 0 && widthBytes < KeyBuffer.HEAD_BYTES
                        ? Byte.SIZE * (KeyBuffer.HEAD_BYTES - widthBytes)
                        : 0;
        boolean isInteger = types.length == 1 && types[0].isShortInteger();
        integerBytes = isInteger ? widthBytes : 0;
        isSigned = isInteger && types[0].isSigned();
        integerOffset = isInteger ? shape.fixedOffset(columns[0]) : -1;
    }

    int columnCount() {
        return columns.length;
    }

    KeyType type(int position) {
        return types[position];
    }

    AlgebraicType sourceType(int position) {
        return sourceTypes[position];
    }

    /** Whether keys go beyond the head. */
    boolean hasTails() {
        return widthBytes < 0 || widthBytes > KeyBuffer.HEAD_BYTES;
    }

    /** See {@link KeyBuffer#headOf}. */
    int shift() {
        return shift;
    }

    /** Sets {@code out} to the key of the row at {@code row[offset]}. */
    void ofRow(byte[] row, int offset, KeyBuffer out) {
        if (integerBytes != 0) {
            out.head = integerHead(row, shape.locate(row, offset, columns[0]));
            return;
        }
        out.reset();
        for (int i = 0; i < columns.length; i++) {
            types[i].encode(row, shape.locate(row, offset, columns[i]), out);
        }
        out.finish(shift);
    }

    /**
     * Sets {@code out} to the key in {@code key[offset, offset + length)}, BSATN of the columns
     * back to back; bytes behind them are ignored.
     *
     * @throws DecodeException when it is no such key
     */
    void ofKey(byte[] key, int offset, int length, KeyBuffer out) {
        if (!isAnyBytes) {
            BsatnReader reader = new BsatnReader(key, offset, length);
            for (AlgebraicType type : sourceTypes) {
                reader.skipValue(type);
            }
        } else if (length < widthBytes) {
            throw new DecodeException("index key of " + length + " bytes, expected " + widthBytes);
        }
        if (integerBytes != 0) {
            out.head = integerHead(key, offset);
            return;
        }
        out.reset();
        int at = offset;
        for (KeyType type : types) {
            at = type.encode(key, at, out);
        }
        out.finish(shift);
    }

    /** The key of the row at {@code row[offset]} in ordered form. */
    byte[] orderedOfRow(byte[] row, int offset) {
        KeyBuffer out = new KeyBuffer();
        for (int i = 0; i < columns.length; i++) {
            types[i].encode(row, shape.locate(row, offset, columns[i]), out);
        }
        return out.toByteArray();
    }

    /** The valid key at {@code key[offset]}, BSATN of the columns, in ordered form. */
    byte[] ordered(byte[] key, int offset) {
        KeyBuffer out = new KeyBuffer();
        int at = offset;
        for (KeyType type : types) {
            at = type.encode(key, at, out);
        }
        return out.toByteArray();
    }

    /** Whether two rows have the same bytes in the key's columns; then they have the same key. */
    boolean sameBytes(byte[] left, int leftOffset, byte[] right, int rightOffset) {
        if (integerOffset >= 0) {
            return integerHead(left, leftOffset + integerOffset)
                    == integerHead(right, rightOffset + integerOffset);
        }
        for (int column : columns) {
            int leftAt = shape.locate(left, leftOffset, column);
            int rightAt = shape.locate(right, rightOffset, column);
            KeyType type = shape.column(column);
            if (!Arrays.equals(
                    left,
                    leftAt,
                    type.skip(left, leftAt),
                    right,
                    rightAt,
                    type.skip(right, rightAt))) {
                return false;
            }
        }
        return true;
    }

    /** The same number that {@link KeyBuffer#headOf} makes of the value's ordered form. */
    private long integerHead(byte[] array, int at) {
        return switch (integerBytes) {
            case Byte.BYTES -> isSigned ? array[at] : (byte) (array[at] ^ Byte.MIN_VALUE);
            case Short.BYTES -> {
                short value = (short) SHORT.get(array, at);
                yield isSigned ? value : (short) (value ^ Short.MIN_VALUE);
            }
            case Integer.BYTES -> {
                int value = (int) INT.get(array, at);
                yield isSigned ? value : value ^ Integer.MIN_VALUE;
            }
            default -> {
                long value = (long) LONG.get(array, at);
                yield isSigned ? value : value ^ Long.MIN_VALUE;
            }
        };
    }
}
