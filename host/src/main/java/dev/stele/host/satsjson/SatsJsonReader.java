package dev.stele.host.satsjson;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Sum;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON text as a value of a type, straight into BSATN.
 *
 * <pre>
 * Bool                  true, false
 * I8..U64, F32, F64     number
 * I128, U128            integer of any size
 * I256, U256            "0x..." with an optional sign
 * String                string
 * array of U8           hex string, or array of numbers
 * other array           array
 * Product               object by field name, or array by position
 * Sum                   {"variant or tag": payload}, [variant or tag, payload]; null for none
 * </pre>
 *
 * <p>Unknown, missing and repeated fields, surplus elements and text behind the value are errors.
 * Nesting is bounded by that of the type. Source: spec 02 section 2.4.
 */
public final class SatsJsonReader {

    /** The longest text that is read, in bytes of UTF-8. */
    public static final int JSON_BYTES_MAX = 64 << 20;

    private final JsonCursor in;

    private SatsJsonReader(JsonCursor in) {
        this.in = in;
    }

    /** What a product is called in error texts. */
    record Wording(String whole, String elements, String field) {
        static Wording ofProduct(Product product) {
            String tuple = "a " + product.elements().size() + "-element tuple";
            return new Wording(tuple, tuple, "field");
        }
    }

    /**
     * The value of the resolved type {@code type} that {@code json} holds.
     *
     * @throws SatsJsonException when it holds none
     */
    public static Bytes read(String json, AlgebraicType type) {
        JsonCursor in = cursor(json);
        BsatnWriter out = new BsatnWriter();
        new SatsJsonReader(in).value(type, out);
        in.expectEnd();
        return out.toBytes();
    }

    static Bytes readProduct(String json, Product type, Wording wording) {
        JsonCursor in = cursor(json);
        BsatnWriter out = new BsatnWriter();
        new SatsJsonReader(in).product(type, wording, out);
        in.expectEnd();
        return out.toBytes();
    }

    private static JsonCursor cursor(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > JSON_BYTES_MAX) {
            throw new SatsJsonException(
                    new JsonPath().toString(),
                    "text of " + utf8.length + " bytes, expected at most " + JSON_BYTES_MAX,
                    1,
                    0);
        }
        return new JsonCursor(utf8);
    }

    private void value(AlgebraicType type, BsatnWriter out) {
        switch (type) {
            case Primitive primitive -> primitive(primitive, out);
            case Product product -> product(product, Wording.ofProduct(product), out);
            case Sum sum -> sum(sum, out);
            case AlgebraicType.Array array -> {
                if (array.element() == Primitive.U8) {
                    bytes(out);
                } else {
                    array(array.element(), "a vec", out);
                }
            }
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException("unresolved type reference " + ref.index());
        }
    }

    private void primitive(Primitive type, BsatnWriter out) {
        switch (type) {
            case BOOL -> bool(out);
            case STRING -> out.string(string("a string"));
            case I128, U128 -> integer128(type, out);
            case I256, U256 -> integer256(type, out);
            case F32 -> out.u32(Float.floatToRawIntBits((float) number("f32").floating()));
            case F64 -> out.i64(Double.doubleToRawLongBits(number("f64").floating()));
            case I8, U8, I16, U16, I32, U32, I64, U64 -> integer(type, out);
        }
    }

    private void bool(BsatnWriter out) {
        switch (in.peek()) {
            case 't' -> {
                in.expectWord("true");
                out.bool(true);
            }
            case 'f' -> {
                in.expectWord("false");
                out.bool(false);
            }
            default -> throw in.invalidType("a boolean");
        }
    }

    private String string(String expected) {
        if (in.peek() != '"') {
            throw in.invalidType(expected);
        }
        return in.string();
    }

    private JsonNumber number(String expected) {
        int next = in.peek();
        if (next != '-' && !JsonCursor.isDigit(next)) {
            throw in.invalidType(expected);
        }
        return in.number();
    }

    private void integer(Primitive type, BsatnWriter out) {
        String expected = rustName(type);
        JsonNumber number = number(expected);
        if (!number.isInteger()) {
            throw in.error("invalid type: " + number.describe() + ", expected " + expected);
        }
        if (!fits(number.integer(), type)) {
            throw in.error("invalid value: " + number.describe() + ", expected " + expected);
        }
        little(number.integer(), type.widthBytes(), out);
    }

    private void integer128(Primitive type, BsatnWriter out) {
        StringBuilder digits = new StringBuilder();
        int next = in.peek();
        if (next == JsonCursor.END) {
            throw in.peekError("EOF while parsing a value");
        }
        if (next == '-') {
            if (type == Primitive.U128) {
                throw in.peekError("number out of range");
            }
            digits.append('-');
            in.skip();
        }
        in.integerDigits(digits);
        boolean isTooLong = digits.length() > DIGITS_128_MAX;
        BigInteger value = isTooLong ? BigInteger.ZERO : new BigInteger(digits.toString());
        if (isTooLong || !fits(value, type)) {
            throw in.error("number out of range");
        }
        little(value, type.widthBytes(), out);
    }

    /** Characters that a 128-bit integer has at most, with its sign. */
    private static final int DIGITS_128_MAX = 40;

    /** Hex digits that a 256-bit integer has at most. */
    private static final int DIGITS_256_MAX = 64;

    private void integer256(Primitive type, BsatnWriter out) {
        String text = string("a formatted 256-bit integer");
        int at = 0;
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            at = 1;
        }
        if (text.isEmpty()) {
            throw in.error("cannot parse integer from empty string");
        }
        String digits = text.startsWith("0x", at) ? text.substring(at + 2) : "";
        boolean isHex = !digits.isEmpty() && digits.chars().allMatch(HexFormat::isHexDigit);
        if (!isHex || (negative && !type.isSigned())) {
            throw in.error("invalid digit found in string");
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        BigInteger magnitude =
                significant.length() > DIGITS_256_MAX
                        ? BigInteger.ONE.shiftLeft(4 * DIGITS_256_MAX)
                        : new BigInteger(significant, 16);
        BigInteger value = negative ? magnitude.negate() : magnitude;
        if (!fits(value, type)) {
            throw in.error(
                    negative
                            ? "number too small to fit in target type"
                            : "number too large to fit in target type");
        }
        little(value, type.widthBytes(), out);
    }

    private static boolean fits(BigInteger value, Primitive type) {
        int bits = type.widthBytes() * Byte.SIZE;
        return type.isSigned()
                ? value.bitLength() < bits
                : value.signum() >= 0 && value.bitLength() <= bits;
    }

    private static void little(BigInteger value, int widthBytes, BsatnWriter out) {
        if (widthBytes <= Long.BYTES) {
            long bits = value.longValue();
            for (int i = 0; i < widthBytes; i++) {
                out.u8((int) (bits >> (i * Byte.SIZE)));
            }
            return;
        }
        BigInteger rest = value;
        for (int i = 0; i < widthBytes / Long.BYTES; i++) {
            out.i64(rest.longValue());
            rest = rest.shiftRight(Long.SIZE);
        }
    }

    private static String rustName(Primitive type) {
        return switch (type) {
            case I8 -> "i8";
            case U8 -> "u8";
            case I16 -> "i16";
            case U16 -> "u16";
            case I32 -> "i32";
            case U32 -> "u32";
            case I64 -> "i64";
            case U64 -> "u64";
            case I128, U128, I256, U256, F32, F64, BOOL, STRING ->
                    throw new IllegalArgumentException(type + " is no small integer");
        };
    }

    private void bytes(BsatnWriter out) {
        String expected = "a byte array or hex string";
        if (in.peek() != '"') {
            array(Primitive.U8, expected, out);
            return;
        }
        String text = in.string();
        if (text.length() % 2 != 0 || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw in.error(
                    "invalid value: string " + JsonCursor.quoted(text) + ", expected " + expected);
        }
        out.bytes(Bytes.ofHex(text));
    }

    private void array(AlgebraicType element, String expected, BsatnWriter out) {
        if (in.peek() != '[') {
            throw in.invalidType(expected);
        }
        in.skip();
        int countAt = out.size();
        out.u32(0);
        int count = 0;
        while (in.hasElement(count == 0)) {
            in.path().enter(count);
            value(element, out);
            in.path().leave();
            count++;
        }
        in.endArray();
        out.patchU32(countAt, count);
    }

    private void product(Product type, Wording wording, BsatnWriter out) {
        switch (in.peek()) {
            case '[' -> productByPosition(type, wording, out);
            case '{' -> productByName(type, wording, out);
            default -> throw in.invalidType(wording.whole());
        }
    }

    private void productByPosition(Product type, Wording wording, BsatnWriter out) {
        in.skip();
        List<AlgebraicType.Element> elements = type.elements();
        for (int i = 0; i < elements.size(); i++) {
            if (!in.hasElement(i == 0)) {
                in.skipIf(']');
                throw in.error("invalid length " + i + ", expected " + wording.elements());
            }
            in.path().enter(i);
            value(elements.get(i).type(), out);
            in.path().leave();
        }
        in.endArray();
    }

    private void productByName(Product type, Wording wording, BsatnWriter out) {
        in.skip();
        List<AlgebraicType.Element> elements = type.elements();
        int[] starts = new int[elements.size()];
        int[] ends = new int[elements.size()];
        boolean[] seen = new boolean[elements.size()];
        // Members can come in any order, fields are written in theirs.
        BsatnWriter members = new BsatnWriter();
        for (int count = 0; count < elements.size(); count++) {
            if (!in.hasMember(count == 0)) {
                in.skipIf('}');
                throw missing(elements, seen, wording);
            }
            String name = in.string();
            int field = type.indexOf(name);
            if (field < 0) {
                in.path().enter(name);
                throw in.error(
                        "unknown "
                                + wording.field()
                                + " `"
                                + name
                                + "`, expected "
                                + oneOf(
                                        elements.stream()
                                                .map(AlgebraicType.Element::name)
                                                .toList()));
            }
            if (seen[field]) {
                throw in.error("duplicate " + wording.field() + " `" + name + "`");
            }
            seen[field] = true;
            in.expectColon();
            starts[field] = members.size();
            in.path().enter(name);
            value(elements.get(field).type(), members);
            in.path().leave();
            ends[field] = members.size();
        }
        in.endObject();
        for (int i = 0; i < starts.length; i++) {
            out.raw(members.unsafeArray(), starts[i], ends[i] - starts[i]);
        }
    }

    private SatsJsonException missing(
            List<AlgebraicType.Element> elements, boolean[] seen, Wording wording) {
        int field = 0;
        while (seen[field]) {
            field++;
        }
        return in.error(
                "missing "
                        + wording.field()
                        + " `"
                        + elements.get(field).name().orElse(Integer.toString(field))
                        + "`");
    }

    private void sum(Sum type, BsatnWriter out) {
        switch (in.peek()) {
            case '{' -> {
                in.skip();
                if (!in.hasMember(true)) {
                    in.skipIf('}');
                    throw in.error("expected map representing sum type to have exactly one field");
                }
                String name = in.string();
                in.path().enter(name);
                int tag = tagOf(type, name);
                in.path().leave();
                in.expectColon();
                in.path().enter(name);
                value(type.variants().get(tag).type(), out.u8(tag));
                in.path().leave();
                in.endObject();
            }
            case '[' -> {
                in.skip();
                checkHasPart(true);
                in.path().enter(0);
                int tag = tagElement(type);
                in.path().leave();
                checkHasPart(false);
                in.path().enter(1);
                value(type.variants().get(tag).type(), out.u8(tag));
                in.path().leave();
                in.endArray();
            }
            case 'n' -> {
                if (SpecialType.optionPayload(type).isEmpty()) {
                    throw in.invalidType("sum type");
                }
                in.expectWord("null");
                out.u8(NONE_TAG);
            }
            default -> throw in.invalidType("sum type");
        }
    }

    private static final int NONE_TAG = 1;

    private void checkHasPart(boolean isFirst) {
        if (!in.hasElement(isFirst)) {
            in.skipIf(']');
            throw in.error("expected seq representing sum type to have exactly two fields");
        }
    }

    private int tagElement(Sum type) {
        if (in.peek() == '"') {
            return tagOf(type, in.string());
        }
        JsonNumber number = number("variant name or tag");
        if (!number.isInteger() || !fits(number.integer(), Primitive.U8)) {
            throw in.error("invalid value: " + number.describe() + ", expected u8");
        }
        return knownTag(type, number.integer().intValue());
    }

    private int tagOf(Sum type, String name) {
        for (int i = 0; i < type.variants().size(); i++) {
            if (type.variants().get(i).name().filter(name::equals).isPresent()) {
                return i;
            }
        }
        if (name.matches("[0-9]{1,3}") && Integer.parseInt(name) <= 0xFF) {
            return knownTag(type, Integer.parseInt(name));
        }
        throw in.error(
                "unknown variant `"
                        + name
                        + "`, expected "
                        + oneOf(
                                type.variants().stream()
                                        .map(AlgebraicType.Variant::name)
                                        .toList()));
    }

    private int knownTag(Sum type, int tag) {
        if (tag >= type.variants().size()) {
            throw in.error("unknown tag 0x" + Integer.toHexString(tag) + " for sum type <unknown>");
        }
        return tag;
    }

    /** The names one may choose from, in words. */
    private static String oneOf(List<Optional<String>> names) {
        List<String> quoted =
                names.stream().flatMap(Optional::stream).map(n -> "`" + n + "`").toList();
        return switch (quoted.size()) {
            case 0 -> "none";
            case 1 -> quoted.getFirst();
            case 2 -> quoted.get(0) + " or " + quoted.get(1);
            default -> "one of " + String.join(", ", quoted);
        };
    }
}
