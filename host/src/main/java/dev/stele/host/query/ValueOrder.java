package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.SpecialType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Compares two encoded values of one type where they lie. */
@FunctionalInterface
interface ValueOrder {

    /**
     * The sign of the value at {@code aStart} compared with that at {@code bStart}; ends are
     * exclusive.
     */
    int compare(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd);

    VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Whether values of {@code type} can be compared in SQL. */
    static boolean isComparable(AlgebraicType type) {
        return type instanceof Primitive
                || type.equals(AlgebraicType.BYTES)
                || SpecialType.of(type).filter(s -> s != SpecialType.TIME_DURATION).isPresent();
    }

    /** The order of values of {@code type}, which {@link #isComparable}. */
    static ValueOrder of(AlgebraicType type) {
        if (type instanceof AlgebraicType.Product product) {
            return of(product.elements().getFirst().type());
        }
        if (!(type instanceof Primitive primitive)) {
            return ValueOrder::byteStrings;
        }
        return switch (primitive) {
            case STRING -> ValueOrder::byteStrings;
            case BOOL, U8 -> (a, i, _, b, j, _) -> Byte.compareUnsigned(a[i], b[j]);
            case I8 -> (a, i, _, b, j, _) -> Byte.compare(a[i], b[j]);
            case I16 ->
                    (a, i, _, b, j, _) ->
                            Short.compare((short) SHORT.get(a, i), (short) SHORT.get(b, j));
            case U16 ->
                    (a, i, _, b, j, _) ->
                            Short.compareUnsigned((short) SHORT.get(a, i), (short) SHORT.get(b, j));
            case I32 ->
                    (a, i, _, b, j, _) -> Integer.compare((int) INT.get(a, i), (int) INT.get(b, j));
            case U32 ->
                    (a, i, _, b, j, _) ->
                            Integer.compareUnsigned((int) INT.get(a, i), (int) INT.get(b, j));
            case I64 ->
                    (a, i, _, b, j, _) ->
                            Long.compare((long) LONG.get(a, i), (long) LONG.get(b, j));
            case U64 ->
                    (a, i, _, b, j, _) ->
                            Long.compareUnsigned((long) LONG.get(a, i), (long) LONG.get(b, j));
            case I128, I256 -> (a, i, iEnd, b, j, jEnd) -> wide(a, i, iEnd, b, j, jEnd, true);
            case U128, U256 -> (a, i, iEnd, b, j, jEnd) -> wide(a, i, iEnd, b, j, jEnd, false);
            case F32 ->
                    (a, i, _, b, j, _) ->
                            floats(
                                    Float.intBitsToFloat((int) INT.get(a, i)),
                                    Float.intBitsToFloat((int) INT.get(b, j)));
            case F64 ->
                    (a, i, _, b, j, _) ->
                            floats(
                                    Double.longBitsToDouble((long) LONG.get(a, i)),
                                    Double.longBitsToDouble((long) LONG.get(b, j)));
        };
    }

    private static int byteStrings(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return Arrays.compareUnsigned(a, aStart + 4, aEnd, b, bStart + 4, bEnd);
    }

    private static int wide(
            byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd, boolean isSigned) {
        for (int i = aEnd - 1, j = bEnd - 1; i >= aStart && j >= bStart; i--, j--) {
            int order =
                    isSigned && i == aEnd - 1
                            ? Byte.compare(a[i], b[j])
                            : Byte.compareUnsigned(a[i], b[j]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** A total order: zeros are equal, every NaN is equal and above all. */
    private static int floats(double a, double b) {
        return a == b ? 0 : Double.compare(a, b);
    }
}
