package dev.stele.host.satsjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.satsjson.SatsJsonWriter.Style;
import dev.stele.host.schema.ModuleDef;
import org.junit.jupiter.api.Test;

/** Rows of every type as the reference wrote them in both forms. */
class RecordedRowsTest {

    @Test
    void readsBothFormsAndWritesThemBackUnchanged() {
        ModuleDef module = Described.module("alltypes");
        int rows = 0;
        for (String[] line : Described.lines("rows.tsv")) {
            String named = line[1];
            String positional = line[2];
            if (named.contains("null")) {
                continue; // NaN and the infinities cannot be read.
            }
            AlgebraicType type = module.table(line[0]).orElseThrow().rowType();
            Bytes row = SatsJsonReader.read(named, type);
            assertThat(SatsJsonReader.read(positional, type)).as(positional).isEqualTo(row);
            assertThat(SatsJsonWriter.text(row, type, Style.NAMED)).isEqualTo(named);
            assertThat(SatsJsonWriter.text(row, type, Style.POSITIONAL)).isEqualTo(positional);
            rows++;
        }
        assertThat(rows).isEqualTo(34);
    }
}
