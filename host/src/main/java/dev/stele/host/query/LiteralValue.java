package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.SpecialType;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The text of a literal as a value of a column's type. What counts is the text alone, so {@code
 * '12'}, {@code 12} and {@code 1.2e1} are the same U8.
 */
final class LiteralValue {

    private static final int UUID_DIGITS = 32;

    private LiteralValue() {}

    /** BSATN of the value of {@code type} that {@code text} spells; empty when it spells none. */
    static Optional<Bytes> encode(String text, AlgebraicType type) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING -> Optional.of(new BsatnWriter().string(text).toBytes());
                case BOOL -> Optional.empty();
                case F32 ->
                        DecimalText.parse(text)
                                .map(d -> bits(Float.floatToIntBits(d.toFloat()), 4));
                case F64 ->
                        DecimalText.parse(text)
                                .map(d -> bits(Double.doubleToLongBits(d.toDouble()), 8));
                default ->
                        DecimalText.parse(text)
                                .flatMap(DecimalText::integer)
                                .flatMap(value -> integer(value, primitive));
            };
        }
        if (type.equals(AlgebraicType.BYTES)) {
            return hexBytes(text).map(bytes -> new BsatnWriter().bytes(bytes).toBytes());
        }
        return SpecialType.of(type).flatMap(special -> special(text, special));
    }

    private static Optional<Bytes> special(String text, SpecialType type) {
        return switch (type) {
            case IDENTITY -> fixedHex(text, Identity.WIDTH_BYTES);
            case CONNECTION_ID -> fixedHex(text, ConnectionId.WIDTH_BYTES);
            case TIMESTAMP -> {
                OptionalLong micros = TimestampText.micros(text);
                yield micros.isPresent()
                        ? Optional.of(bits(micros.getAsLong(), Long.BYTES))
                        : Optional.empty();
            }
            case UUID -> uuid(text);
            case TIME_DURATION -> Optional.empty();
        };
    }

    private static Bytes bits(long value, int widthBytes) {
        byte[] bytes = new byte[widthBytes];
        for (int i = 0; i < widthBytes; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return Bytes.wrap(bytes);
    }

    private static Optional<Bytes> integer(BigInteger value, Primitive type) {
        int bits = type.widthBytes() * Byte.SIZE;
        boolean fits =
                type.isSigned()
                        ? value.bitLength() < bits
                        : value.signum() >= 0 && value.bitLength() <= bits;
        if (!fits) {
            return Optional.empty();
        }
        byte[] bigEndian = value.toByteArray();
        byte[] bytes = new byte[type.widthBytes()];
        for (int i = 0; i < bytes.length; i++) {
            int from = bigEndian.length - 1 - i;
            bytes[i] = from >= 0 ? bigEndian[from] : (byte) (value.signum() < 0 ? -1 : 0);
        }
        return Optional.of(Bytes.wrap(bytes));
    }

    private static String withoutPrefix(String hex) {
        return hex.startsWith("0x") ? hex.substring(2) : hex;
    }

    private static Optional<Bytes> hexBytes(String text) {
        String digits = withoutPrefix(text);
        if (digits.length() % 2 != 0 || !isHex(digits)) {
            return Optional.empty();
        }
        return Optional.of(Bytes.wrap(HexFormat.of().parseHex(digits)));
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(HexFormat::isHexDigit);
    }

    /** An integer of {@code widthBytes} written as all of its hex digits. */
    private static Optional<Bytes> fixedHex(String text, int widthBytes) {
        return withoutPrefix(text).length() == 2 * widthBytes
                ? hexBytes(text).map(Bytes::reversed)
                : Optional.empty();
    }

    /** Plain, hyphenated, in braces, or as a URN. */
    private static Optional<Bytes> uuid(String text) {
        String body = text;
        if (body.startsWith("urn:uuid:")) {
            body = body.substring("urn:uuid:".length());
        } else if (body.length() > 1 && body.startsWith("{") && body.endsWith("}")) {
            body = body.substring(1, body.length() - 1);
        }
        if (body.length() == UUID_DIGITS + 4) {
            for (int hyphen : new int[] {8, 13, 18, 23}) {
                if (body.charAt(hyphen) != '-') {
                    return Optional.empty();
                }
            }
            body = body.replace("-", "");
        }
        return body.length() == UUID_DIGITS && isHex(body)
                ? Optional.of(Bytes.wrap(HexFormat.of().parseHex(body)).reversed())
                : Optional.empty();
    }
}
