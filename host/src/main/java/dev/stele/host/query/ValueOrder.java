package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compares two values of one type where they lie, in BSATN.
 *
 * <p>Numbers order by value; strings and bytes bytewise, the shorter first; identities, connection
 * ids and UUIDs as the integers they are. Floats order totally: NaN is equal to itself and greater
 * than everything, and the two zeros are equal.
 */
enum ValueOrder {
    /** One byte without sign: Bool, U8. */
    U8 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Byte.compareUnsigned(a[atA], b[atB]);
        }
    },
    I8 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Byte.compare(a[atA], b[atB]);
        }
    },
    U16 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Short.compareUnsigned((short) SHORT.get(a, atA), (short) SHORT.get(b, atB));
        }
    },
    I16 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Short.compare((short) SHORT.get(a, atA), (short) SHORT.get(b, atB));
        }
    },
    U32 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Integer.compareUnsigned((int) INT.get(a, atA), (int) INT.get(b, atB));
        }
    },
    I32 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Integer.compare((int) INT.get(a, atA), (int) INT.get(b, atB));
        }
    },
    U64 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Long.compareUnsigned((long) LONG.get(a, atA), (long) LONG.get(b, atB));
        }
    },
    I64 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return Long.compare((long) LONG.get(a, atA), (long) LONG.get(b, atB));
        }
    },
    U128 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return wide(a, atA, b, atB, 16, false);
        }
    },
    I128 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return wide(a, atA, b, atB, 16, true);
        }
    },
    U256 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return wide(a, atA, b, atB, 32, false);
        }
    },
    I256 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return wide(a, atA, b, atB, 32, true);
        }
    },
    F32 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return floats(
                    Float.intBitsToFloat((int) INT.get(a, atA)),
                    Float.intBitsToFloat((int) INT.get(b, atB)));
        }
    },
    F64 {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            return floats(
                    Double.longBitsToDouble((long) LONG.get(a, atA)),
                    Double.longBitsToDouble((long) LONG.get(b, atB)));
        }
    },
    /** A length and that many bytes: String, Array of U8. */
    BYTES {
        @Override
        int compare(byte[] a, int atA, byte[] b, int atB) {
            int startA = atA + Integer.BYTES;
            int startB = atB + Integer.BYTES;
            return Arrays.compareUnsigned(
                    a,
                    startA,
                    startA + (int) INT.get(a, atA),
                    b,
                    startB,
                    startB + (int) INT.get(b, atB));
        }
    };

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Negative, zero or positive, as the value at {@code atA} is to the one at {@code atB}. */
    abstract int compare(byte[] a, int atA, byte[] b, int atB);

    final int compare(Bytes a, Bytes b) {
        return compare(a.unsafeArray(), 0, b.unsafeArray(), 0);
    }

    /** Whether equal values are equal bytes, which does not hold for floats. */
    final boolean isBytewiseEqual() {
        return this != F32 && this != F64;
    }

    /** Whether values of {@code type} can be compared. */
    static boolean exists(AlgebraicType type) {
        return find(type).isPresent();
    }

    /** The order of {@code type}, which {@link #exists}. */
    static ValueOrder of(AlgebraicType type) {
        return find(type)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "type " + TypeText.of(type) + " has no order"));
    }

    private static Optional<ValueOrder> find(AlgebraicType type) {
        if (type instanceof Primitive primitive) {
            return Optional.of(ofPrimitive(primitive));
        }
        if (type.equals(AlgebraicType.BYTES)) {
            return Optional.of(BYTES);
        }
        return SpecialType.of(type)
                .flatMap(special ->
                        switch (special) {
                            case IDENTITY -> Optional.of(U256);
                            case CONNECTION_ID, UUID -> Optional.of(U128);
                            case TIMESTAMP -> Optional.of(I64);
                            case TIME_DURATION -> Optional.empty();
                        });
    }

    private static ValueOrder ofPrimitive(Primitive primitive) {
        return switch (primitive) {
            case STRING -> BYTES;
            case BOOL, U8 -> U8;
            case I8 -> I8;
            case I16 -> I16;
            case U16 -> U16;
            case I32 -> I32;
            case U32 -> U32;
            case I64 -> I64;
            case U64 -> U64;
            case I128 -> I128;
            case U128 -> U128;
            case I256 -> I256;
            case U256 -> U256;
            case F32 -> F32;
            case F64 -> F64;
        };
    }

    private static int wide(byte[] a, int atA, byte[] b, int atB, int widthBytes, boolean signed) {
        int last = widthBytes - Long.BYTES;
        long highA = (long) LONG.get(a, atA + last);
        long highB = (long) LONG.get(b, atB + last);
        int order = signed ? Long.compare(highA, highB) : Long.compareUnsigned(highA, highB);
        for (int i = last - Long.BYTES; order == 0 && i >= 0; i -= Long.BYTES) {
            order = Long.compareUnsigned((long) LONG.get(a, atA + i), (long) LONG.get(b, atB + i));
        }
        return order;
    }

    private static int floats(double a, double b) {
        // Adding zero turns -0.0 into 0.0; Double.compare puts NaN last.
        return Double.compare(a + 0.0, b + 0.0);
    }
}
