package dev.stele.host.satsjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSyntaxTest {

    private static final AlgebraicType POINT =
            AlgebraicType.product(Element.of("x", Primitive.I32), Element.of("y", Primitive.I32));
    private static final AlgebraicType COLOR =
            AlgebraicType.sum(
                    Variant.of("red", AlgebraicType.UNIT), Variant.of("blue", Primitive.U8));

    private static AlgebraicType type(String name) {
        return switch (name) {
            case "Point" -> POINT;
            case "Color" -> COLOR;
            case "Unit" -> AlgebraicType.UNIT;
            case "Bytes" -> AlgebraicType.BYTES;
            case "U8s" -> new AlgebraicType.Array(new AlgebraicType.Array(Primitive.U8));
            case "Texts" -> new AlgebraicType.Array(Primitive.STRING);
            case "MaybeU8" -> AlgebraicType.option(Primitive.U8);
            default -> Primitive.valueOf(name);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "U8|255|ff",
                "U8| 7 |07",
                "I8|-128|80",
                "U64|18446744073709551615|ffffffffffffffff",
                "I64|-9223372036854775808|0000000000000080",
                "F32|1|0000803f",
                "F64|-0|0000000000000080",
                "F64|1E2|0000000000005940",
                "BOOL|true|01",
                "STRING|\"\\u00e9\\/\\n\"|04000000c3a92f0a",
                "STRING|\"\\ud83e\\udd80\"|04000000f09fa680",
                "Unit|[]|''",
                "Unit|{ }|''",
                "Point|{\"y\":2,\"x\":1}|0100000002000000",
                "Point|[1,2]|0100000002000000",
                "Color|{\"red\":[]}|00",
                "Color|{\"1\":7}|0107",
                "Color|[1,7]|0107",
                "Color|[\"blue\",7]|0107",
                "Color|[\"1\",7]|0107",
                "MaybeU8|null|01",
                "MaybeU8|{\"some\":3}|0003",
                "Bytes|\"00FF\"|0200000000ff",
                "Bytes|[0,255]|0200000000ff",
                "U8s|[\"01\",[2]]|0200000001000000010100000002",
            })
    void accepts(String type, String json, String hex) {
        assertThat(SatsJsonReader.read(json, type(type)).toHex()).isEqualTo(hex.replace("'", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "U8||.: EOF while parsing a value at line 1 column 0",
                "U8|x|.: expected value at line 1 column 1",
                "U8|01|.: invalid number at line 1 column 2",
                "U8|-|.: EOF while parsing a value at line 1 column 1",
                "U8|-x|.: invalid number at line 1 column 2",
                "U8|1.|.: EOF while parsing a value at line 1 column 2",
                "U8|1.x|.: invalid number at line 1 column 3",
                "U8|1e|.: EOF while parsing a value at line 1 column 2",
                "U8|1e1|.: invalid type: floating point `10.0`, expected u8 at line 1 column 3",
                "U8|-0|.: invalid type: floating point `-0.0`, expected u8 at line 1 column 2",
                "U8|256|.: invalid value: integer `256`, expected u8 at line 1 column 3",
                "U8|1 2|.: trailing characters at line 1 column 3",
                "U8|nul|.: EOF while parsing a value at line 1 column 3",
                "U8|nulx|.: expected ident at line 1 column 4",
                "U8|[|.: invalid type: sequence, expected u8 at line 1 column 0",
                "U128|-1|.: number out of range at line 1 column 1",
                "U128|340282366920938463463374607431768211456|.: number out of range at line 1"
                        + " column 39",
                "I128|-x|.: invalid number at line 1 column 2",
                "U256|\"\"|.: cannot parse integer from empty string at line 1 column 2",
                "U256|\"-0x1\"|.: invalid digit found in string at line 1 column 6",
                "STRING|\"a|.: EOF while parsing a string at line 1 column 2",
                "STRING|\"\\x\"|.: invalid escape at line 1 column 3",
                "STRING|\"\\ud800\\n\"|.: unexpected end of hex escape at line 1 column 9",
                "STRING|\"\\udc00\"|.: lone leading surrogate in hex escape at line 1 column 7",
                "STRING|\"\\u12\"|.: EOF while parsing a string at line 1 column 6",
                "Point|{\"x\":1,}|.: trailing comma at line 1 column 8",
                "Point|{\"x\" 1}|.: expected `:` at line 1 column 6",
                "Point|{x:1}|.: key must be a string at line 1 column 2",
                "Point|{\"x\":1 \"y\":2}|.: expected `,` or `}` at line 1 column 8",
                "Point|{\"x\":1|.: EOF while parsing an object at line 1 column 6",
                "Point|{\"x\":1}|.: missing field `y` at line 1 column 7",
                "Point|{\"z\":1}|z: unknown field `z`, expected `x` or `y` at line 1 column 4",
                "Point|[1]|.: invalid length 1, expected a 2-element tuple at line 1 column 3",
                "Point|[1,]|.: trailing comma at line 1 column 4",
                "Point|[1,\"a\"]|[1]: invalid type: string \"a\", expected i32 at line 1 column 6",
                "Color|[]|.: expected seq representing sum type to have exactly two fields at line"
                        + " 1 column 2",
                "Color|[1]|.: expected seq representing sum type to have exactly two fields at"
                        + " line 1 column 3",
                "Color|[1,7,8]|.: trailing characters at line 1 column 6",
                "Color|[2,7]|[0]: unknown tag 0x2 for sum type <unknown> at line 1 column 2",
                "Color|{\"blue\":256}|blue: invalid value: integer `256`, expected u8 at line 1"
                        + " column 11",
                "Color|null|.: invalid type: null, expected sum type at line 1 column 4",
                "Bytes|[256]|[0]: invalid value: integer `256`, expected u8 at line 1 column 4",
                "Texts|[\"a\"|.: EOF while parsing a list at line 1 column 4",
            })
    void refuses(String type, String json, String message) {
        assertThatThrownBy(() -> SatsJsonReader.read(json == null ? "" : json, type(type)))
                .isInstanceOf(SatsJsonException.class)
                .hasMessage(message);
    }

    @Test
    void countsLinesAndColumnsInBytes() {
        assertThatThrownBy(() -> SatsJsonReader.read("[\n  \"é\", 5]", type("Texts")))
                .hasMessage("[1]: invalid type: integer `5`, expected a string at line 2 column 9");
    }

    @Test
    void refusesRawControlCharacters() {
        assertThatThrownBy(() -> SatsJsonReader.read("\"a\nb\"", Primitive.STRING))
                .hasMessageContaining("control character");
    }

    @Test
    void cutsLongStringsInMessages() {
        String json = "\"" + "a".repeat(100_000) + "\"";
        assertThatThrownBy(() -> SatsJsonReader.read(json, Primitive.U8))
                .hasMessageContaining("aaa...\"")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(2_000));
    }

    @Test
    void longDigitsEndInAnErrorSoon() {
        String digits = "9".repeat(1_000_000);
        for (Primitive type : new Primitive[] {Primitive.U8, Primitive.U64, Primitive.U128}) {
            assertThatThrownBy(() -> SatsJsonReader.read(digits, type))
                    .isInstanceOf(SatsJsonException.class);
        }
        assertThatThrownBy(() -> SatsJsonReader.read("\"0x" + digits + "\"", Primitive.U256))
                .hasMessageContaining("too large");
    }
}
