package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.error.HostException;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Makes BSATN of the text of a literal, for the type that it meets. Spec 06 section 6.1. */
final class Literals {

    /** Digits that a number may have, so that exponents cannot make it huge. */
    private static final int DIGITS_MAX = 400;

    private Literals() {}

    /**
     * The value that {@code literal} stands for as {@code type}.
     *
     * @throws HostException INVALID_SQL when it stands for none
     */
    static Bytes typed(Expr.Literal literal, AlgebraicType type) {
        Optional<Bytes> value;
        try {
            value = parse(literal, type);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException _) {
            value = Optional.empty();
        }
        return value.orElseThrow(() ->
                SqlText.error(
                        "The literal expression `"
                                + literal.value()
                                + "` cannot be parsed as type `"
                                + TypeText.of(type)
                                + "`"));
    }

    private static Optional<Bytes> parse(Expr.Literal literal, AlgebraicType type) {
        String text = literal.value();
        if (type instanceof Primitive primitive) {
            return primitive(literal, primitive);
        }
        if (type.equals(AlgebraicType.BYTES)) {
            return Optional.of(new BsatnWriter().bytes(hex(text)).toBytes());
        }
        return SpecialType.of(type).flatMap(special -> special(text, special));
    }

    private static Bytes hex(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        return Bytes.ofHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    }

    private static Optional<Bytes> primitive(Expr.Literal literal, Primitive type) {
        String text = literal.value();
        if (type == Primitive.BOOL) {
            return literal.kind() == Expr.Literal.Kind.BOOL
                    ? Optional.of(new BsatnWriter().bool(text.equals("true")).toBytes())
                    : Optional.empty();
        }
        if (type == Primitive.STRING) {
            return Optional.of(new BsatnWriter().string(text).toBytes());
        }
        if (literal.kind() == Expr.Literal.Kind.BOOL) {
            return Optional.empty();
        }
        if (type == Primitive.F32) {
            return Optional.of(
                    new BsatnWriter().u32(Float.floatToIntBits(Float.parseFloat(text))).toBytes());
        }
        if (type == Primitive.F64) {
            return Optional.of(
                    new BsatnWriter()
                            .i64(Double.doubleToLongBits(Double.parseDouble(text)))
                            .toBytes());
        }
        BigDecimal decimal = new BigDecimal(text);
        if (Math.abs((long) decimal.scale()) > DIGITS_MAX || decimal.precision() > DIGITS_MAX) {
            return Optional.empty();
        }
        return integer(decimal.toBigIntegerExact(), type);
    }

    private static Optional<Bytes> integer(BigInteger value, Primitive type) {
        int bits = type.widthBytes() * 8;
        boolean fits =
                type.isSigned()
                        ? value.bitLength() < bits
                        : value.signum() >= 0 && value.bitLength() <= bits;
        return fits ? Optional.of(littleEndian(value, type.widthBytes())) : Optional.empty();
    }

    private static Bytes littleEndian(BigInteger value, int width) {
        byte[] bigEndian = value.toByteArray();
        byte[] out = new byte[width];
        byte sign = (byte) (value.signum() < 0 ? -1 : 0);
        for (int i = 0; i < width; i++) {
            int from = bigEndian.length - 1 - i;
            out[i] = from >= 0 ? bigEndian[from] : sign;
        }
        return Bytes.wrap(out);
    }

    private static Optional<Bytes> special(String text, SpecialType type) {
        return switch (type) {
            case IDENTITY -> exactHex(text, 64);
            case CONNECTION_ID -> exactHex(text, 32);
            case TIMESTAMP -> {
                Instant moment = OffsetDateTime.parse(text).toInstant();
                yield Optional.of(
                        new BsatnWriter()
                                .i64(ChronoUnit.MICROS.between(Instant.EPOCH, moment))
                                .toBytes());
            }
            case UUID -> Optional.of(uuid(text));
            case TIME_DURATION -> Optional.empty();
        };
    }

    private static Optional<Bytes> exactHex(String text, int digits) {
        String hex = text.startsWith("0x") ? text.substring(2) : text;
        return hex.length() == digits ? Optional.of(Bytes.ofHex(hex).reversed()) : Optional.empty();
    }

    private static Bytes uuid(String text) {
        String plain = text.replaceFirst("^urn:uuid:", "").replaceAll("[{}]", "");
        String hex =
                plain.contains("-") ? UUID.fromString(plain).toString().replace("-", "") : plain;
        if (hex.length() != 32) {
            throw new IllegalArgumentException("not a UUID");
        }
        return Bytes.ofHex(hex).reversed();
    }
}
