package dev.stele.host.satsjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.satsjson.SatsJsonWriter.Style;
import org.junit.jupiter.api.Test;

class SatsJsonRoundTripTest {

    private static final long SEED = Long.getLong("seed", 20_260_101L);

    @Test
    void everyValueReadsBackInBothStyles() {
        RandomValues random = new RandomValues(SEED);
        for (int i = 0; i < 20_000; i++) {
            AlgebraicType type = random.type(4);
            BsatnWriter out = new BsatnWriter();
            random.write(out, type);
            Bytes value = out.toBytes();
            for (Style style : Style.values()) {
                String json = SatsJsonWriter.text(value, type, style);
                assertThat(SatsJsonReader.read(json, type))
                        .as("seed %d, value %d, %s: %s", SEED, i, type, json)
                        .isEqualTo(value);
                JsonTree.parse(json);
            }
            assertThat(SatnWriter.text(value, type)).isNotNull();
        }
    }

    @Test
    void everyCutTextIsRefused() {
        RandomValues random = new RandomValues(SEED + 1);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            AlgebraicType type = new AlgebraicType.Array(random.type(3));
            BsatnWriter out = new BsatnWriter();
            random.write(out, type);
            String json = SatsJsonWriter.text(out.toBytes(), type, Style.NAMED);
            for (int length = 0; length < json.length(); length++) {
                String cut = json.substring(0, length);
                assertThatThrownBy(() -> SatsJsonReader.read(cut, type))
                        .as("seed %d: %s", SEED, cut)
                        .isInstanceOf(SatsJsonException.class);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void everyChangedByteIsRefusedOrIsAnotherValue() {
        RandomValues random = new RandomValues(SEED + 2);
        for (int i = 0; i < 300; i++) {
            AlgebraicType type = random.type(3);
            BsatnWriter out = new BsatnWriter();
            random.write(out, type);
            String json = SatsJsonWriter.text(out.toBytes(), type, Style.NAMED);
            for (int at = 0; at < json.length(); at++) {
                for (char c : "\"{}[],:-.e0\\ \n\u0001é".toCharArray()) {
                    String changed = json.substring(0, at) + c + json.substring(at + 1);
                    try {
                        Bytes value = SatsJsonReader.read(changed, type);
                        SatsJsonWriter.text(value, type, Style.NAMED);
                    } catch (SatsJsonException e) {
                        assertThat(e).hasMessageContaining(" at line ");
                    }
                }
            }
        }
    }

    @Test
    void writersRefuseCutBytes() {
        Bytes half = Bytes.wrap(new byte[] {1, 2});
        assertThatThrownBy(() -> SatsJsonWriter.text(half, Primitive.U32, Style.NAMED))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> SatnWriter.text(half, Primitive.U32))
                .isInstanceOf(DecodeException.class);
        Bytes manyUnits = new BsatnWriter().u32(70_000).toBytes();
        AlgebraicType units = new AlgebraicType.Array(AlgebraicType.UNIT);
        assertThatThrownBy(() -> SatsJsonWriter.text(manyUnits, units, Style.NAMED))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("without size");
        assertThatThrownBy(() -> SatnWriter.text(manyUnits, units))
                .isInstanceOf(DecodeException.class);
    }
}
