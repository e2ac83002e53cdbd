package dev.stele.host.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LiteralValueTest {

    private static Optional<String> hex(String text, AlgebraicType type) {
        return LiteralValue.encode(text, type).map(Bytes::toHex);
    }

    @ParameterizedTest
    @CsvSource({
        "U8, 12, 0c",
        "U8, +12, 0c",
        "U8, 1.2e1, 0c",
        "U8, 12.0, 0c",
        "U8, 12., 0c",
        "U8, 0012, 0c",
        "U8, 1200e-2, 0c",
        "U8, -0, 00",
        "U8, 0e999999999, 00",
        "U8, 255, ff",
        "I8, -128, 80",
        "I16, -2, feff",
        "U32, 1E3, e8030000",
        "I64, -9223372036854775808, 0000000000000080",
        "U64, 18446744073709551615, ffffffffffffffff",
        "U128, 18446744073709551616, 00000000000000000100000000000000",
        "I128, -1, ffffffffffffffffffffffffffffffff",
        "F32, 0.1, cdcccc3d",
        "F32, .5, 0000003f",
        "F32, 1e40, 0000807f",
        "F32, -1e999999999, 000080ff",
        "F64, 1e300, 9c7500883ce4377e",
        "F64, -0.0, 0000000000000000",
        "F64, 1e-999999999, 0000000000000000",
        "STRING, 5, 0100000035",
        "STRING, é, 02000000c3a9",
        "STRING, '', 00000000"
    })
    void reads(Primitive type, String text, String hex) {
        assertThat(hex(text, type)).contains(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "U8, 256",
        "U8, -1",
        "U8, 1.5",
        "U8, 1e3",
        "U8, 1e-1",
        "U8, 0c",
        "U8, ''",
        "U8, ' 1'",
        "U8, 1_0",
        "U8, --1",
        "U8, 1e",
        "U8, 1e+",
        "U8, .",
        "U8, ١",
        "U32, 1e999999999",
        "I8, 128",
        "I8, -129",
        "U64, 18446744073709551616",
        "F32, NaN",
        "F64, inf",
        "F64, 1f",
        "F64, 0x10",
        "BOOL, true",
        "BOOL, 1"
    })
    void refuses(Primitive type, String text) {
        assertThat(hex(text, type)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Primitive.class,
            names = {"STRING", "BOOL", "F32", "F64"},
            mode = EnumSource.Mode.EXCLUDE)
    void readsIntegersUpToTheirLimitsAndNotBeyond(Primitive type) {
        int bits = 8 * type.widthBytes();
        BigInteger min = type.isSigned() ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
        BigInteger max =
                BigInteger.TWO.pow(type.isSigned() ? bits - 1 : bits).subtract(BigInteger.ONE);
        for (BigInteger value : new BigInteger[] {min, max, BigInteger.ONE}) {
            Bytes read = LiteralValue.encode(value.toString(), type).orElseThrow();
            assertThat(read.size()).isEqualTo(type.widthBytes());
            byte[] bigEndian = read.reversed().toByteArray();
            assertThat(type.isSigned() ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian))
                    .isEqualTo(value);
        }
        assertThat(hex(min.subtract(BigInteger.ONE).toString(), type)).isEmpty();
        assertThat(hex(max.add(BigInteger.ONE).toString(), type)).isEmpty();
    }

    @Test
    void readsBytesAsPairsOfHexDigits() {
        assertThat(hex("0001feFF", AlgebraicType.BYTES)).contains("040000000001feff");
        assertThat(hex("0x0a", AlgebraicType.BYTES)).contains("010000000a");
        assertThat(hex("", AlgebraicType.BYTES)).contains("00000000");
        assertThat(hex("1", AlgebraicType.BYTES)).isEmpty();
        assertThat(hex("zz", AlgebraicType.BYTES)).isEmpty();
    }

    @Test
    void readsIdentitiesMostSignificantDigitFirst() {
        String digits = "c200" + "0".repeat(58) + "07";
        String expected = "07" + "0".repeat(58) + "00c2";
        assertThat(hex(digits, SpecialType.IDENTITY.type())).contains(expected);
        assertThat(hex("0x" + digits, SpecialType.IDENTITY.type())).contains(expected);
        assertThat(hex("1", SpecialType.IDENTITY.type())).isEmpty();
        assertThat(hex("0".repeat(31) + "1", SpecialType.CONNECTION_ID.type()))
                .contains("01" + "0".repeat(30));
        assertThat(hex("0".repeat(33), SpecialType.CONNECTION_ID.type())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "1970-01-01t00:00:00z, 0",
        "1970-01-01 00:00:00.000001+00:00, 1",
        "1969-12-31T23:59:59.9999999Z, -1",
        "2025-02-10 15:45:30.123+02:00, 1739195130123000",
        "2025-02-10T15:45:30.123456789-00:30, 1739204130123456",
        "2016-12-31T23:59:60Z, 1483228800000000",
        "2024-02-29T00:00:00Z, 1709164800000000"
    })
    void readsMoments(String text, long micros) {
        assertThat(TimestampText.micros(text)).hasValue(micros);
    }

    @ParameterizedTest
    @CsvSource({
        "0",
        "2025-02-10",
        "2025-02-10T15:45:30",
        "2025-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-00-01T00:00:00Z",
        "2025-01-00T00:00:00Z",
        "2025-01-01T24:00:00Z",
        "2025-01-01T00:60:00Z",
        "2025-01-01T00:00:61Z",
        "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00+0000",
        "2025-01-01T00:00:00+24:00",
        "2025-01-01T00:00:00Zx",
        "2025-1-01T00:00:00.00Z",
        "x025-01-01T00:00:00Z"
    })
    void refusesOtherTexts(String text) {
        assertThat(TimestampText.micros(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0198c3a4-7b1d-7abc-8def-0123456789ab, true",
        "0198C3A47B1D7ABC8DEF0123456789AB, true",
        "{0198c3a4-7b1d-7abc-8def-0123456789ab}, true",
        "urn:uuid:0198c3a4-7b1d-7abc-8def-0123456789ab, true",
        "0198c3a4-7b1d-7abc-8def0-123456789ab, false",
        "0198c3a4, false",
        "g198c3a4-7b1d-7abc-8def-0123456789ab, false"
    })
    void readsUuids(String text, boolean valid) {
        assertThat(hex(text, SpecialType.UUID.type()))
                .isEqualTo(
                        valid ? Optional.of("ab8967452301ef8dbc7a1d7ba4c39801") : Optional.empty());
    }

    @Test
    void readsNothingAsOtherTypes() {
        assertThat(hex("0", SpecialType.TIME_DURATION.type())).isEmpty();
        assertThat(hex("1", AlgebraicType.option(Primitive.U8))).isEmpty();
        assertThat(hex("1", new AlgebraicType.Array(Primitive.I32))).isEmpty();
    }
}
