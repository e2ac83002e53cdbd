package dev.stele.host.satsjson;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Sum;
import dev.stele.host.sats.AlgebraicType.Variant;
import dev.stele.host.sats.SpecialType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random resolved types and values of them; floats are finite, since JSON has no others. */
final class RandomValues {

    private static final String[] TEXTS = {
        "", "a", "quote \" back \\", "\u0000\u001f\u007f", "é漢🦀", "line\nbreak\ttab\r\b\f", "/"
    };

    private static final List<Primitive> PRIMITIVES = List.of(Primitive.values());
    private static final List<SpecialType> SPECIALS = List.of(SpecialType.values());

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    AlgebraicType type(int depth) {
        int kinds = depth == 0 ? 2 : 6;
        return switch (random.nextInt(kinds)) {
            case 0 -> PRIMITIVES.get(random.nextInt(PRIMITIVES.size()));
            case 1 ->
                    random.nextInt(3) == 0
                            ? SpecialType.SCHEDULE_AT
                            : SPECIALS.get(random.nextInt(SPECIALS.size())).type();
            case 2 -> new AlgebraicType.Array(type(depth - 1));
            case 3 -> AlgebraicType.option(type(depth - 1));
            case 4 -> product(depth);
            default -> sum(depth);
        };
    }

    private Product product(int depth) {
        boolean isNamed = random.nextInt(4) != 0;
        List<Element> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(
                    new Element(
                            isNamed ? Optional.of("field_" + i) : Optional.empty(),
                            type(depth - 1)));
        }
        return new Product(elements);
    }

    private Sum sum(int depth) {
        List<Variant> variants = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            variants.add(
                    Variant.of(
                            "variant" + i,
                            random.nextBoolean() ? AlgebraicType.UNIT : type(depth - 1)));
        }
        return new Sum(variants);
    }

    void write(BsatnWriter out, AlgebraicType type) {
        switch (type) {
            case Primitive primitive -> primitive(out, primitive);
            case Product product -> product.elements().forEach(e -> write(out, e.type()));
            case Sum sum -> {
                int tag = random.nextInt(sum.variants().size());
                write(out.u8(tag), sum.variants().get(tag).type());
            }
            case AlgebraicType.Array array -> {
                int count = random.nextInt(4);
                out.u32(count);
                for (int i = 0; i < count; i++) {
                    write(out, array.element());
                }
            }
            case AlgebraicType.Ref ref -> throw new IllegalArgumentException(ref.toString());
        }
    }

    private void primitive(BsatnWriter out, Primitive type) {
        switch (type) {
            case STRING -> out.string(TEXTS[random.nextInt(TEXTS.length)]);
            case BOOL -> out.bool(random.nextBoolean());
            case F32 -> out.u32(Float.floatToRawIntBits(finiteFloat()));
            case F64 -> out.i64(Double.doubleToRawLongBits(finiteDouble()));
            default -> {
                byte fill = (byte) (random.nextBoolean() ? 0 : -1);
                for (int i = 0; i < type.widthBytes(); i++) {
                    out.u8(random.nextInt(3) == 0 ? random.nextInt(256) : fill);
                }
            }
        }
    }

    private float finiteFloat() {
        float value = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) ? value : random.nextFloat();
    }

    private double finiteDouble() {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : random.nextDouble();
    }
}
