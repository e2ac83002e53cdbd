package dev.stele.host.satsjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {

    private static String text(double value) {
        return new JsonWriter().number(value).text();
    }

    private static String text(float value) {
        return new JsonWriter().number(value).text();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "0.1, 0.1",
        "-2.25, -2.25",
        "123456789.125, 123456789.125",
        "1e15, 1000000000000000.0",
        "1e16, 1e16",
        "1e21, 1e21",
        "-1e300, -1e300",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "4.9e-324, 5e-324",
        "2e23, 2e23",
        "9e-5, 0.00009",
        "9e-6, 9e-6",
        "1.5e-5, 0.000015",
        "NaN, null",
        "Infinity, null",
        "-Infinity, null"
    })
    void writesDoubles(double value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "0.1, 0.1",
        "16777216, 16777216.0",
        "1e10, 10000000000.0",
        "1e12, 1000000000000.0",
        "1e13, 1e13",
        "3.4028235e38, 3.4028235e38",
        "1.1754944e-38, 1.1754944e-38",
        "1.4e-45, 1e-45",
        "NaN, null",
        "Infinity, null"
    })
    void writesFloats(float value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @Test
    void whatIsWrittenReadsBack() {
        long seed = Long.getLong("seed", 20_260_101L);
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(text(value))).as("seed %d", seed).isEqualTo(value);
            }
            float single = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(single)) {
                assertThat(Float.parseFloat(text(single))).as("seed %d", seed).isEqualTo(single);
            }
        }
    }
}
