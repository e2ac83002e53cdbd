package dev.stele.host.satsjson;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Sum;
import dev.stele.host.sats.Bytes;
import java.math.BigInteger;

/**
 * Writes BSATN values as JSON.
 *
 * <p>Sums are always {@code [tag, payload]}, bytes hex strings, 256-bit integers {@code "0x..."},
 * NaN and the infinities {@code null}.
 */
public final class SatsJsonWriter {

    /** The form of products. */
    public enum Style {
        /**
         * Objects when all fields are named, so {@code {}} for the unit value; but arrays inside
         * arrays, whose elements carry no names. Rows in v1.json messages have this form.
         */
        NAMED,
        /** Arrays. Rows of SQL results and results of procedures have this form. */
        POSITIONAL
    }

    private SatsJsonWriter() {}

    /**
     * The value of the resolved type {@code type} in {@code bytes}, as text.
     *
     * @throws DecodeException when {@code bytes} holds no such value
     */
    public static String text(Bytes bytes, AlgebraicType type, Style style) {
        JsonWriter out = new JsonWriter();
        write(out, new BsatnReader(bytes), type, style);
        return out.text();
    }

    /** Writes the value that comes next in {@code in}. */
    public static void write(JsonWriter out, BsatnReader in, AlgebraicType type, Style style) {
        switch (type) {
            case Primitive primitive -> primitive(out, in, primitive);
            case Product product -> product(out, in, product, style);
            case Sum sum -> {
                int tag = in.u8();
                if (tag >= sum.variants().size()) {
                    throw new DecodeException(
                            BsatnReader.unknownTag(
                                    tag, "of " + sum.variants().size() + " variants"));
                }
                out.beginArray().number(tag);
                write(out, in, sum.variants().get(tag).type(), style);
                out.endArray();
            }
            case AlgebraicType.Array array -> array(out, in, array.element());
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException("unresolved type reference " + ref.index());
        }
    }

    private static void product(JsonWriter out, BsatnReader in, Product product, Style style) {
        boolean isObject =
                style == Style.NAMED
                        && product.elements().stream().allMatch(e -> e.name().isPresent());
        if (!isObject) {
            out.beginArray();
            for (AlgebraicType.Element element : product.elements()) {
                write(out, in, element.type(), style);
            }
            out.endArray();
            return;
        }
        out.beginObject();
        for (AlgebraicType.Element element : product.elements()) {
            write(out.name(element.name().orElseThrow()), in, element.type(), style);
        }
        out.endObject();
    }

    private static void array(JsonWriter out, BsatnReader in, AlgebraicType element) {
        if (element == Primitive.U8) {
            out.string(in.bytes().toHex());
            return;
        }
        int count = in.count(0);
        out.beginArray();
        for (int i = 0; i < count; i++) {
            int before = in.position();
            write(out, in, element, Style.POSITIONAL);
            if (in.position() == before && count > BsatnReader.ZERO_SIZED_ELEMENTS_MAX) {
                throw new DecodeException(
                        count
                                + " elements without size, expected at most "
                                + BsatnReader.ZERO_SIZED_ELEMENTS_MAX);
            }
        }
        out.endArray();
    }

    private static void primitive(JsonWriter out, BsatnReader in, Primitive type) {
        switch (type) {
            case STRING -> out.string(in.string());
            case BOOL -> out.bool(in.bool());
            case I8 -> out.number((byte) in.u8());
            case U8 -> out.number(in.u8());
            case I16 -> out.number((short) in.u16());
            case U16 -> out.number(in.u16());
            case I32 -> out.number(in.u32());
            case U32 -> out.number(Integer.toUnsignedLong(in.u32()));
            case I64 -> out.number(in.i64());
            case U64, I128, U128 -> out.number(integer(in, type));
            case I256, U256 -> out.string(hex(integer(in, type)));
            case F32 -> out.number(Float.intBitsToFloat(in.u32()));
            case F64 -> out.number(Double.longBitsToDouble(in.i64()));
        }
    }

    /** Reads an integer of any width. */
    static BigInteger integer(BsatnReader in, Primitive type) {
        byte[] big = in.raw(type.widthBytes()).reversed().unsafeArray();
        return type.isSigned() ? new BigInteger(big) : new BigInteger(1, big);
    }

    private static String hex(BigInteger value) {
        return (value.signum() < 0 ? "-0x" : "0x") + value.abs().toString(16);
    }
}
