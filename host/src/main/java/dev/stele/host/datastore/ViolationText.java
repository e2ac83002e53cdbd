package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.TableSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The text of a unique violation, worded as the reference words it. */
final class ViolationText {

    private ViolationText() {}

    static String of(TableSchema table, int position, byte[] key) {
        IndexDef index = table.def().indexes().get(position);
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        BsatnReader in = new BsatnReader(key);
        for (int column : index.columns()) {
            columns.add("\"" + table.def().columns().get(column).name() + "\"");
            values.add(value(table.columnType(column), in));
        }
        String value =
                values.size() == 1 ? values.getFirst() : "(" + String.join(", ", values) + ")";
        return "Unique constraint violation '"
                + index.name()
                + "' in table '"
                + table.name()
                + "': column(s): '["
                + String.join(", ", columns)
                + "]' value: "
                + value;
    }

    private static String value(AlgebraicType type, BsatnReader in) {
        if (type instanceof Primitive primitive && primitive.isInteger()) {
            byte[] bigEndian = in.raw(primitive.widthBytes()).reversed().unsafeArray();
            return (primitive.isSigned() ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian))
                    .toString();
        }
        if (type == Primitive.STRING) {
            return "\"" + in.string() + "\"";
        }
        if (type == Primitive.BOOL) {
            return Boolean.toString(in.bool());
        }
        int start = in.position();
        in.skipValue(type);
        return "0x" + Bytes.copyOf(in.array(), start, in.position() - start).toHex();
    }
}
