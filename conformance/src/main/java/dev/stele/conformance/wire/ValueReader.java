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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/** Decodes values into the JSON that HTTP calls take, and cuts rows into columns. */
public final class ValueReader {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ByteCursor in;

    private ValueReader(Bytes bytes) {
        this.in = new ByteCursor(bytes);
    }

    /** The JSON of one value, which must take all of {@code bytes}. */
    public static String json(AlgebraicType type, Bytes bytes) {
        ValueReader reader = new ValueReader(bytes);
        String text = reader.value(type);
        if (reader.in.hasMore()) {
            throw new ProtocolException(
                    "value ends at %d of %d bytes".formatted(reader.in.position(), bytes.size()));
        }
        return text;
    }

    /** The bytes of each column of one row, which must take all of {@code row}. */
    public static List<Bytes> columns(Product type, Bytes row) {
        ValueReader reader = new ValueReader(row);
        List<Bytes> out = new ArrayList<>();
        for (Element element : type.elements()) {
            int start = reader.in.position();
            reader.value(element.type());
            out.add(reader.in.since(start));
        }
        if (reader.in.hasMore()) {
            throw new ProtocolException(
                    "row ends at %d of %d bytes".formatted(reader.in.position(), row.size()));
        }
        return out;
    }

    /** The rows that follow each other in {@code bytes}. */
    public static List<Bytes> rows(Product type, Bytes bytes) {
        ValueReader reader = new ValueReader(bytes);
        List<Bytes> out = new ArrayList<>();
        while (reader.in.hasMore()) {
            int start = reader.in.position();
            reader.value(type);
            out.add(reader.in.since(start));
        }
        return out;
    }

    private String value(AlgebraicType type) {
        return switch (type) {
            case Primitive primitive -> primitive(primitive);
            case Array(AlgebraicType element) -> array(element);
            case Product product -> product(product);
            case Sum sum -> sum(sum);
            case Ref(int index) ->
                    throw new IllegalArgumentException("unresolved reference " + index);
        };
    }

    private String primitive(Primitive type) {
        return switch (type) {
            case STRING -> JSON.writeValueAsString(in.string());
            case BOOL -> Boolean.toString(in.bool());
            case F32 -> real(Float.toString(Float.intBitsToFloat(in.u32())));
            case F64 -> real(Double.toString(Double.longBitsToDouble(in.u64())));
            default -> integer(type);
        };
    }

    private static String real(String text) {
        return text.endsWith("N") || text.endsWith("y") ? '"' + text + '"' : text;
    }

    private String integer(Primitive type) {
        byte[] bigEndian = in.raw(type.widthBytes()).reversed().toByteArray();
        BigInteger number =
                type.isSigned() ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian);
        if (type != Primitive.I256 && type != Primitive.U256) {
            return number.toString();
        }
        return (number.signum() < 0 ? "\"-0x" : "\"0x") + number.abs().toString(16) + '"';
    }

    private String array(AlgebraicType element) {
        if (element == Primitive.U8) {
            return '"' + in.sized().toHex() + '"';
        }
        StringJoiner out = new StringJoiner(",", "[", "]");
        in.list(_ -> value(element)).forEach(out::add);
        return out.toString();
    }

    private String product(Product type) {
        StringJoiner out = new StringJoiner(",", "{", "}");
        for (Element element : type.elements()) {
            out.add('"' + element.name().orElseThrow() + "\":" + value(element.type()));
        }
        return out.toString();
    }

    private String sum(Sum type) {
        int tag = in.u8();
        if (tag >= type.variants().size()) {
            throw new ProtocolException("variant " + tag + " of " + type.variants().size());
        }
        Variant variant = type.variants().get(tag);
        String payload = variant.type().equals(AlgebraicType.UNIT) ? "[]" : value(variant.type());
        return "{\"" + variant.name().orElseThrow() + "\":" + payload + '}';
    }
}
