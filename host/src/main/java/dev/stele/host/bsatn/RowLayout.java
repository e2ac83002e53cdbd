package dev.stele.host.bsatn;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Product;
import java.util.Arrays;

/** Where the columns of an encoded row begin and end. Immutable. */
public final class RowLayout {

    private static final int UNKNOWN = -1;

    private final AlgebraicType[] types;
    private final int[] fixedOffsets;
    private final int fixedSize;
    private final boolean isAnyBitsValid;

    private RowLayout(
            AlgebraicType[] types, int[] fixedOffsets, int fixedSize, boolean isAnyBitsValid) {
        this.types = types;
        this.fixedOffsets = fixedOffsets;
        this.fixedSize = fixedSize;
        this.isAnyBitsValid = isAnyBitsValid;
    }

    /** The layout of rows of the resolved type {@code row}. */
    public static RowLayout of(Product row) {
        int columns = row.elements().size();
        AlgebraicType[] types = new AlgebraicType[columns];
        int[] offsets = new int[columns];
        int at = 0;
        boolean anyBits = true;
        for (int i = 0; i < columns; i++) {
            types[i] = row.elements().get(i).type();
            offsets[i] = at;
            int size = fixedSize(types[i]);
            at = at == UNKNOWN || size == UNKNOWN ? UNKNOWN : at + size;
            anyBits &= isAnyBitsValid(types[i]);
        }
        return new RowLayout(types, offsets, at, anyBits && at != UNKNOWN);
    }

    /** The encoded size of every value of {@code type}, in bytes, or -1 when they differ. */
    public static int fixedSize(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Primitive primitive -> primitive.widthBytes();
            case Product product -> {
                int sum = 0;
                for (AlgebraicType.Element element : product.elements()) {
                    int size = fixedSize(element.type());
                    if (size == UNKNOWN) {
                        yield UNKNOWN;
                    }
                    sum += size;
                }
                yield sum;
            }
            case AlgebraicType.Sum sum -> {
                int size = UNKNOWN;
                for (AlgebraicType.Variant variant : sum.variants()) {
                    int payload = fixedSize(variant.type());
                    if (payload == UNKNOWN || (size != UNKNOWN && payload != size)) {
                        yield UNKNOWN;
                    }
                    size = payload;
                }
                yield size == UNKNOWN ? UNKNOWN : size + 1;
            }
            case AlgebraicType.Array _ -> UNKNOWN;
            case AlgebraicType.Ref _ -> UNKNOWN;
        };
    }

    private static boolean isAnyBitsValid(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Primitive primitive ->
                    primitive != AlgebraicType.Primitive.BOOL
                            && primitive != AlgebraicType.Primitive.STRING;
            case Product product ->
                    product.elements().stream().allMatch(e -> isAnyBitsValid(e.type()));
            case AlgebraicType.Sum _, AlgebraicType.Array _, AlgebraicType.Ref _ -> false;
        };
    }

    public int columnCount() {
        return types.length;
    }

    public AlgebraicType type(int column) {
        return types[column];
    }

    /** The size of every row in bytes, or -1 when they differ. */
    public int rowSize() {
        return fixedSize;
    }

    /** Offset of {@code column} within any row, or -1 when it differs from row to row. */
    public int fixedOffset(int column) {
        return fixedOffsets[column];
    }

    /** The position in {@code page} at which {@code column} of the row at {@code offset} begins. */
    public int columnStart(byte[] page, int offset, int column) {
        int known = column;
        while (fixedOffsets[known] == UNKNOWN) {
            known--;
        }
        int at = offset + fixedOffsets[known];
        for (int i = known; i < column; i++) {
            at = skip(types[i], page, at);
        }
        return at;
    }

    /** The position behind the value of {@code column} that begins at {@code start}. */
    public int columnEnd(byte[] page, int start, int column) {
        return skip(types[column], page, start);
    }

    /** The position behind the valid value of {@code type} that begins at {@code at}. */
    public static int skip(AlgebraicType type, byte[] page, int at) {
        return switch (type) {
            case AlgebraicType.Primitive primitive ->
                    primitive == AlgebraicType.Primitive.STRING
                            ? at + 4 + u32(page, at)
                            : at + primitive.widthBytes();
            case Product product -> {
                int end = at;
                for (AlgebraicType.Element element : product.elements()) {
                    end = skip(element.type(), page, end);
                }
                yield end;
            }
            case AlgebraicType.Sum sum ->
                    skip(sum.variants().get(page[at] & 0xFF).type(), page, at + 1);
            case AlgebraicType.Array array -> {
                int count = u32(page, at);
                int size = fixedSize(array.element());
                int end = at + 4;
                if (size != UNKNOWN) {
                    yield end + count * size;
                }
                for (int i = 0; i < count; i++) {
                    end = skip(array.element(), page, end);
                }
                yield end;
            }
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException("unresolved type reference " + ref.index());
        };
    }

    private static int u32(byte[] page, int at) {
        return new BsatnReader(page, at, 4).u32();
    }

    /**
     * Checks that {@code source} begins with a row and returns the row's length; bytes behind it
     * are ignored.
     *
     * @throws DecodeException when it does not
     */
    public int validate(byte[] source, int offset, int length) {
        if (isAnyBitsValid) {
            if (length < fixedSize) {
                throw new DecodeException("row of " + length + " bytes, expected " + fixedSize);
            }
            return fixedSize;
        }
        BsatnReader in = new BsatnReader(source, offset, length);
        for (AlgebraicType type : types) {
            in.skipValue(type);
        }
        return in.position() - offset;
    }

    /** The bytes of {@code column} of a row, copied. */
    public byte[] copyColumn(byte[] page, int offset, int column) {
        int start = columnStart(page, offset, column);
        return Arrays.copyOfRange(page, start, columnEnd(page, start, column));
    }
}
