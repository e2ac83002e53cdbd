package dev.stele.conformance.wire;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Array;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Ref;
import dev.stele.host.sats.AlgebraicType.Sum;
import dev.stele.host.sats.AlgebraicType.Variant;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Encodes values written as JSON. It takes what is easy to write in a case ({@code null} for none,
 * {@code "red"} for a variant without payload, hexadecimal text for identities, {@code "NaN"}) and
 * what servers answer over HTTP (positional products, {@code [tag, payload]} for sums).
 */
public final class ValueWriter {

    private static final int BITS_PER_BYTE = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean isPositional;
    private final Function<String, Optional<Bytes>> names;

    private ValueWriter(boolean isPositional, Function<String, Optional<Bytes>> names) {
        this.isPositional = isPositional;
        this.names = names;
    }

    /** The BSATN of a value of a case; {@code names} knows the bytes of {@code "$name"}. */
    public static Bytes ofCase(
            AlgebraicType type, JsonNode value, Function<String, Optional<Bytes>> names) {
        ValueWriter writer = new ValueWriter(false, names);
        writer.write(type, value);
        return Bytes.wrap(writer.out.toByteArray());
    }

    /** The BSATN of a value in the positional form of SQL results. */
    public static Bytes ofResult(AlgebraicType type, JsonNode value) {
        ValueWriter writer = new ValueWriter(true, _ -> Optional.empty());
        writer.write(type, value);
        return Bytes.wrap(writer.out.toByteArray());
    }

    private void write(AlgebraicType type, JsonNode value) {
        if (value.isString() && value.asString().startsWith("$") && !(type instanceof Sum)) {
            Optional<Bytes> named = names.apply(value.asString());
            if (named.isPresent()) {
                out.writeBytes(named.get().toByteArray());
                return;
            }
        }
        switch (type) {
            case Primitive primitive -> primitive(primitive, value);
            case Array(AlgebraicType element) -> array(element, value);
            case Product product -> product(product, value);
            case Sum sum -> sum(sum, value);
            case Ref(int index) ->
                    throw new IllegalArgumentException("unresolved reference " + index);
        }
    }

    private void primitive(Primitive type, JsonNode value) {
        switch (type) {
            case STRING -> sized(text(value).getBytes(StandardCharsets.UTF_8));
            case BOOL -> {
                require(value.isBoolean(), type, value);
                out.write(value.asBoolean() ? 1 : 0);
            }
            case F32 ->
                    littleEndian(
                            BigInteger.valueOf(Float.floatToIntBits((float) number(value))), 4);
            case F64 -> littleEndian(BigInteger.valueOf(Double.doubleToLongBits(number(value))), 8);
            default -> integer(type, value);
        }
    }

    private static double number(JsonNode value) {
        require(value.isNumber() || value.isString(), Primitive.F64, value);
        return value.isNumber() ? value.asDouble() : Double.parseDouble(value.asString());
    }

    private void integer(Primitive type, JsonNode value) {
        BigInteger number = integer(value);
        int bits = type.widthBytes() * BITS_PER_BYTE;
        boolean fits =
                type.isSigned()
                        ? number.bitLength() < bits
                        : number.signum() >= 0 && number.bitLength() <= bits;
        require(fits, type, value);
        littleEndian(number, type.widthBytes());
    }

    private static BigInteger integer(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        String text = value.asString("");
        boolean isNegative = text.startsWith("-");
        String digits = isNegative ? text.substring(1) : text;
        require(digits.startsWith("0x"), Primitive.U256, value);
        BigInteger size = new BigInteger(digits.substring(2), 16);
        return isNegative ? size.negate() : size;
    }

    private void littleEndian(BigInteger number, int width) {
        byte[] bigEndian = number.toByteArray();
        for (int i = 0; i < width; i++) {
            int at = bigEndian.length - 1 - i;
            out.write(at >= 0 ? bigEndian[at] : number.signum() < 0 ? 0xFF : 0);
        }
    }

    private void sized(byte[] bytes) {
        littleEndian(BigInteger.valueOf(bytes.length), 4);
        out.writeBytes(bytes);
    }

    /** A text, or {@code {"$repeat": [text, times]}}. */
    private static String text(JsonNode value) {
        JsonNode repeat = value.path("$repeat");
        if (repeat.isArray()) {
            return repeat.path(0).asString().repeat(repeat.path(1).asInt());
        }
        require(value.isString(), Primitive.STRING, value);
        return value.asString();
    }

    private void array(AlgebraicType element, JsonNode value) {
        if (element == Primitive.U8 && !value.isArray()) {
            sized(HexFormat.of().parseHex(text(value)));
            return;
        }
        require(value.isArray(), new Array(element), value);
        littleEndian(BigInteger.valueOf(value.size()), 4);
        value.forEach(item -> write(element, item));
    }

    private void product(Product type, JsonNode value) {
        Optional<SpecialType> special = SpecialType.of(type);
        if (special.isPresent() && !value.isContainer()) {
            special(special.get(), value);
            return;
        }
        List<Element> elements = type.elements();
        require(value.isContainer() && value.size() == elements.size(), type, value);
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            write(
                    element.type(),
                    value.isArray() ? value.path(i) : value.path(element.name().orElseThrow()));
        }
    }

    private void special(SpecialType type, JsonNode value) {
        Primitive inside = (Primitive) type.type().elements().getFirst().type();
        littleEndian(
                value.isString()
                        ? new BigInteger(value.asString().replace("-", ""), 16)
                        : integer(value),
                inside.widthBytes());
    }

    private void sum(Sum type, JsonNode value) {
        if (isPositional && value.isArray() && value.size() == 2 && value.path(0).isInt()) {
            variant(type, value.path(0).asInt(), value.path(1));
            return;
        }
        if (SpecialType.optionPayload(type).isPresent()) {
            boolean isExplicit = value.isObject() && value.has("some") && value.size() == 1;
            variant(type, value.isNull() ? 1 : 0, isExplicit ? value.path("some") : value);
            return;
        }
        String name =
                value.isString()
                        ? value.asString()
                        : value.propertyNames().stream().findFirst().orElse("");
        for (int i = 0; i < type.variants().size(); i++) {
            if (type.variants().get(i).name().filter(name::equals).isPresent()) {
                variant(type, i, value.path(name));
                return;
            }
        }
        require(false, type, value);
    }

    private void variant(Sum type, int tag, JsonNode payload) {
        Variant variant = type.variants().get(tag);
        out.write(tag);
        if (!variant.type().equals(AlgebraicType.UNIT)) {
            write(variant.type(), payload);
        }
    }

    private static void require(boolean holds, AlgebraicType type, JsonNode value) {
        if (!holds) {
            throw new IllegalArgumentException(value + " is no value of type " + type);
        }
    }
}
