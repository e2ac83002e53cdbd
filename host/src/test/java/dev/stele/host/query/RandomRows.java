package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random types and values of few distinct ones, each value in BSATN and as a plain Java value: a
 * BigInteger, Double, Boolean, or List of bytes. Orders of the latter are the model.
 */
final class RandomRows {

    /** A value; {@code plain} only for types that can be compared. */
    record Value(Bytes bsatn, Comparable<?> plain) {}

    /** Bytes that order as such, without sign, the shorter first. */
    record PlainBytes(List<Integer> bytes) implements Comparable<PlainBytes> {
        @Override
        public int compareTo(PlainBytes other) {
            for (int i = 0; i < Math.min(bytes.size(), other.bytes.size()); i++) {
                int order = bytes.get(i).compareTo(other.bytes.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(bytes.size(), other.bytes.size());
        }
    }

    private static final List<AlgebraicType> COMPARABLE = new ArrayList<>();

    static {
        COMPARABLE.addAll(List.of(Primitive.values()));
        COMPARABLE.add(AlgebraicType.BYTES);
        COMPARABLE.add(SpecialType.IDENTITY.type());
        COMPARABLE.add(SpecialType.CONNECTION_ID.type());
        COMPARABLE.add(SpecialType.TIMESTAMP.type());
        COMPARABLE.add(SpecialType.UUID.type());
    }

    private static final double[] DOUBLES = {
        0.0, -0.0, 1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30
    };
    private static final String[] STRINGS = {
        "", "a", "b", "ab", "abc", "é", "\uffff", "\ud83e\udd80"
    };

    private final RandomGenerator random;

    RandomRows(RandomGenerator random) {
        this.random = random;
    }

    AlgebraicType comparableType() {
        return COMPARABLE.get(random.nextInt(COMPARABLE.size()));
    }

    /** Any type, nested ones included. */
    AlgebraicType type(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(6)) {
            case 1 -> AlgebraicType.option(type(depth - 1));
            case 2 -> new AlgebraicType.Array(type(depth - 1));
            case 3 ->
                    AlgebraicType.product(
                            AlgebraicType.Element.of("x", type(depth - 1)),
                            AlgebraicType.Element.of("y", type(depth - 1)));
            case 4 ->
                    AlgebraicType.sum(
                            AlgebraicType.Variant.of("a", AlgebraicType.UNIT),
                            AlgebraicType.Variant.of("b", type(depth - 1)),
                            AlgebraicType.Variant.of("c", type(depth - 1)));
            default -> comparableType();
        };
    }

    /** BSATN of a value of {@code type}. */
    Bytes bsatn(AlgebraicType type) {
        BsatnWriter out = new BsatnWriter();
        write(out, type);
        return out.toBytes();
    }

    private void write(BsatnWriter out, AlgebraicType type) {
        if (ValueOrder.exists(type)) {
            out.raw(value(type).bsatn());
            return;
        }
        switch (type) {
            case AlgebraicType.Product product ->
                    product.elements().forEach(element -> write(out, element.type()));
            case AlgebraicType.Sum sum -> {
                int tag = random.nextInt(sum.variants().size());
                out.u8(tag);
                write(out, sum.variants().get(tag).type());
            }
            case AlgebraicType.Array array -> {
                int count = random.nextInt(3);
                out.u32(count);
                for (int i = 0; i < count; i++) {
                    write(out, array.element());
                }
            }
            default -> throw new IllegalArgumentException(type.toString());
        }
    }

    /** A value of the comparable {@code type}. */
    Value value(AlgebraicType type) {
        if (type instanceof AlgebraicType.Product product) {
            return value(product.elements().getFirst().type());
        }
        if (type.equals(AlgebraicType.BYTES) || type == Primitive.STRING) {
            Bytes content =
                    type == Primitive.STRING
                            ? Bytes.ofUtf8(STRINGS[random.nextInt(STRINGS.length)])
                            : Bytes.copyOf(new byte[] {-1, 0, 1}, 0, random.nextInt(4));
            List<Integer> plain = new ArrayList<>();
            for (int i = 0; i < content.size(); i++) {
                plain.add(content.at(i) & 0xff);
            }
            return new Value(new BsatnWriter().bytes(content).toBytes(), new PlainBytes(plain));
        }
        Primitive primitive = (Primitive) type;
        double number = DOUBLES[random.nextInt(DOUBLES.length)];
        return switch (primitive) {
            case BOOL -> {
                boolean value = random.nextBoolean();
                yield new Value(new BsatnWriter().bool(value).toBytes(), value);
            }
            case F32 ->
                    new Value(
                            new BsatnWriter()
                                    .u32(Float.floatToRawIntBits((float) number))
                                    .toBytes(),
                            plain((float) number));
            case F64 ->
                    new Value(
                            new BsatnWriter().i64(Double.doubleToRawLongBits(number)).toBytes(),
                            plain(number));
            default -> integer(primitive);
        };
    }

    private static Double plain(double number) {
        return number == 0 ? 0.0 : number;
    }

    private Value integer(Primitive type) {
        int bits = 8 * type.widthBytes();
        BigInteger value =
                switch (random.nextInt(4)) {
                    case 0 -> BigInteger.valueOf(random.nextInt(3));
                    case 1 -> BigInteger.TWO.pow(random.nextInt(bits)).subtract(BigInteger.ONE);
                    case 2 -> BigInteger.TWO.pow(random.nextInt(bits - 1));
                    default -> BigInteger.valueOf(random.nextInt(100));
                };
        if (type.isSigned()) {
            value = random.nextBoolean() ? value.not() : value;
        } else if (random.nextBoolean()) {
            value = BigInteger.TWO.pow(bits).subtract(BigInteger.ONE).subtract(value);
        }
        byte[] bigEndian = value.toByteArray();
        byte[] bytes = new byte[type.widthBytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                    i < bigEndian.length
                            ? bigEndian[bigEndian.length - 1 - i]
                            : (byte) (value.signum() < 0 ? -1 : 0);
        }
        return new Value(Bytes.wrap(bytes), value);
    }
}
