package dev.stele.host.satsjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SatnWriterTest {

    private static String row(String table, int id) {
        AlgebraicType type = Described.module("alltypes").table(table).orElseThrow().rowType();
        for (String[] line : Described.lines("rows.tsv")) {
            if (line[0].equals(table) && line[2].startsWith("[" + id + ",")) {
                return SatnWriter.text(SatsJsonReader.read(line[2], type), type);
            }
        }
        throw new IllegalArgumentException(table + " " + id);
    }

    @Test
    void writesSpecialTypesAsPeopleReadThem() {
        assertThat(row("specials", 3))
                .isEqualTo(
                        "(id = 3,"
                                + " who = 0x000000000000000000000000000000000000000000000000000000"
                                + "0000000001,"
                                + " conn = 0x00000000000000000000000000000001,"
                                + " ts = 1969-12-31T23:59:59.999999+00:00,"
                                + " dur = -2.000001,"
                                + " at = (Time = 9999-12-31T23:59:59.999999+00:00),"
                                + " uuid = \"0198c3a4-7b1d-7abc-8def-0123456789ab\")");
    }

    @Test
    void writesProductsSumsAndArrays() {
        List<String> rows = new ArrayList<>();
        rows.add(row("options", 2));
        rows.add(row("results", 2));
        rows.add(row("arrays", 2));
        rows.add(row("sums", 1));
        assertThat(rows)
                .containsExactly(
                        "(id = 2, num = (some = 7), text = (some = \"x\"), deep = (some = (none ="
                                + " ())), point = (some = (x = 1, y = -2)), who = (some = 0x"
                                + "0".repeat(64)
                                + "), raw = (some = 0x0102))",
                        "(id = 2, simple = (err = \"bad\"), rich = (ok = (x = 3, y = 4)))",
                        "(id = 2, bytes = 0x0102ff, ints = [-1, 0, 2147483647], doubles = [0.5,"
                                + " -2.25], texts = [\"a\", \"\"], flags = [true, false], points ="
                                + " [(x = 1, y = 2), (x = 3, y = 4)], matrix = [0x01, 0x, 0x0203],"
                                + " maybe = [(some = 1), (none = ())], colors = [(red = ()),"
                                + " (darkBlue = ())], wide = [1,"
                                + " 340282366920938463463374607431768211455])",
                        "(id = 1, color = (red = ()), shape = (nothing = ()))");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00+00:00",
        "1500000, 1970-01-01T00:00:01.500+00:00",
        "1700000000123456, 2023-11-14T22:13:20.123456+00:00",
        "-1, 1969-12-31T23:59:59.999999+00:00"
    })
    void writesTimestamps(long micros, String expected) {
        assertThat(SatnWriter.timestamp(micros)).isEqualTo(expected);
    }

    @Test
    void writesTheExtremesOfTime() {
        for (long micros : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(SatnWriter.timestamp(micros)).endsWith("+00:00");
        }
        Bytes longest = SatsJsonReader.read("[-9223372036854775808]", durations());
        assertThat(SatnWriter.text(longest, durations())).isEqualTo("-9223372036854.775808");
    }

    private static AlgebraicType durations() {
        return SpecialType.TIME_DURATION.type();
    }
}
