package dev.stele.host.satsjson;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Sum;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.SpecialType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes values for people, as in the tables that {@code sql} prints.
 *
 * <pre>
 * String                  "Bob"
 * bytes, Identity         0xff00
 * Timestamp               1970-01-01T00:00:00+00:00
 * TimeDuration            +1.500000
 * Uuid                    "0198c3a4-7b1d-7abc-8def-0123456789ab"
 * Product                 (x = 1, y = 2)
 * Sum                     (some = 1)
 * array                   [1, 2]
 * </pre>
 */
public final class SatnWriter {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private SatnWriter() {}

    /**
     * The value of the resolved type {@code type} in {@code bytes}.
     *
     * @throws DecodeException when {@code bytes} holds no such value
     */
    public static String text(Bytes bytes, AlgebraicType type) {
        StringBuilder out = new StringBuilder();
        write(out, new BsatnReader(bytes), type);
        return out.toString();
    }

    /** Appends the value that comes next in {@code in}. */
    public static void write(StringBuilder out, BsatnReader in, AlgebraicType type) {
        switch (type) {
            case Primitive primitive -> primitive(out, in, primitive);
            case Product product -> {
                Optional<SpecialType> special = SpecialType.of(product);
                if (special.isPresent()) {
                    special(out, in, special.get());
                } else {
                    product(out, in, product);
                }
            }
            case Sum sum -> {
                int tag = in.u8();
                if (tag >= sum.variants().size()) {
                    throw new DecodeException(
                            BsatnReader.unknownTag(
                                    tag, "of " + sum.variants().size() + " variants"));
                }
                AlgebraicType.Variant variant = sum.variants().get(tag);
                out.append('(').append(variant.name().orElse(Integer.toString(tag)));
                write(out.append(" = "), in, variant.type());
                out.append(')');
            }
            case AlgebraicType.Array array -> array(out, in, array.element());
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException("unresolved type reference " + ref.index());
        }
    }

    private static void product(StringBuilder out, BsatnReader in, Product product) {
        out.append('(');
        for (int i = 0; i < product.elements().size(); i++) {
            AlgebraicType.Element element = product.elements().get(i);
            out.append(i == 0 ? "" : ", ").append(element.name().orElse(Integer.toString(i)));
            write(out.append(" = "), in, element.type());
        }
        out.append(')');
    }

    private static void array(StringBuilder out, BsatnReader in, AlgebraicType element) {
        if (element == Primitive.U8) {
            out.append("0x").append(in.bytes().toHex());
            return;
        }
        int count = in.count(0);
        out.append('[');
        for (int i = 0; i < count; i++) {
            int before = in.position();
            write(out.append(i == 0 ? "" : ", "), in, element);
            if (in.position() == before && count > BsatnReader.ZERO_SIZED_ELEMENTS_MAX) {
                throw new DecodeException(
                        count
                                + " elements without size, expected at most "
                                + BsatnReader.ZERO_SIZED_ELEMENTS_MAX);
            }
        }
        out.append(']');
    }

    private static void special(StringBuilder out, BsatnReader in, SpecialType type) {
        switch (type) {
            case IDENTITY -> out.append("0x").append(in.raw(Identity.WIDTH_BYTES).reversed());
            case CONNECTION_ID ->
                    out.append("0x").append(in.raw(ConnectionId.WIDTH_BYTES).reversed());
            case UUID -> {
                String hex = in.raw(Primitive.U128.widthBytes()).reversed().toHex();
                out.append('"').append(hex, 0, 8).append('-').append(hex, 8, 12).append('-');
                out.append(hex, 12, 16).append('-').append(hex, 16, 20).append('-');
                out.append(hex, 20, 32).append('"');
            }
            case TIMESTAMP -> out.append(timestamp(in.i64()));
            case TIME_DURATION -> {
                long micros = in.i64();
                String digits = Long.toString(micros).replace("-", "");
                String padded = "0".repeat(Math.max(0, 7 - digits.length())) + digits;
                int point = padded.length() - 6;
                out.append(micros < 0 ? '-' : '+').append(padded, 0, point);
                out.append('.').append(padded, point, padded.length());
            }
        }
    }

    /** RFC 3339 with as many digits of a second as are needed: none, three or six. */
    static String timestamp(long micros) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        long rest = Math.floorMod(micros, MICROS_PER_SECOND);
        String whole =
                LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
                        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT));
        String fraction = "";
        if (rest % 1_000 != 0) {
            fraction = String.format(Locale.ROOT, ".%06d", rest);
        } else if (rest != 0) {
            fraction = String.format(Locale.ROOT, ".%03d", rest / 1_000);
        }
        return whole + fraction + "+00:00";
    }

    private static void primitive(StringBuilder out, BsatnReader in, Primitive type) {
        switch (type) {
            case STRING -> {
                out.append('"');
                JsonWriter.appendEscaped(out, in.string());
                out.append('"');
            }
            case BOOL -> out.append(in.bool());
            case F32 -> {
                float value = Float.intBitsToFloat(in.u32());
                out.append(floating(value, Float.toString(value)));
            }
            case F64 -> {
                double value = Double.longBitsToDouble(in.i64());
                out.append(floating(value, Double.toString(value)));
            }
            case I8, U8, I16, U16, I32, U32, I64, U64, I128, U128, I256, U256 ->
                    out.append(SatsJsonWriter.integer(in, type));
        }
    }

    /** Plain digits without an exponent. */
    private static String floating(double value, String shortest) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String sign = shortest.startsWith("-") ? "-" : "";
        BigDecimal decimal = new BigDecimal(shortest).abs();
        return sign + (decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString());
    }
}
