package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a transaction in the commit log, spec 09 section 9.2.
 *
 * <pre>
 * u8      flags: 0x80 inputs, 0x40 outputs, 0x20 mutations
 * inputs  u32 bytes of all that follows, u8 name length, reducer name,
 *         caller 32, connection 16, timestamp micros 8, arguments
 * mutations
 *         varint n, n x { u32 table id, varint rows, rows }    inserts
 *         varint n, n x { u32 table id, varint rows, rows }    deletes
 *         varint n, n x u32 table id                           truncated tables
 * </pre>
 */
public final class TxRecord {

    static final int HAS_INPUTS = 0x80;
    static final int HAS_OUTPUTS = 0x40;
    static final int HAS_MUTATIONS = 0x20;

    private static final int NAME_BYTES_MAX = 255;
    private static final int FIXED_INPUT_BYTES = 32 + 16 + 8;
    private static final int VARINT_BYTES_MAX = 5;

    private TxRecord() {}

    /** Writes the record of {@code data}, with what caused it. */
    public static void encode(BsatnWriter out, TxData data, @Nullable TxInputs inputs) {
        out.u8((inputs == null ? 0 : HAS_INPUTS) | HAS_MUTATIONS);
        if (inputs != null) {
            byte[] name = inputs.reducer().getBytes(StandardCharsets.UTF_8);
            int nameBytes = Math.min(name.length, NAME_BYTES_MAX);
            Bytes args = inputs.args();
            out.u32(1 + nameBytes + FIXED_INPUT_BYTES + args.size());
            out.u8(nameBytes).raw(name, 0, nameBytes);
            out.identity(inputs.caller()).connectionId(inputs.connection());
            out.i64(inputs.timestamp().micros()).raw(args);
        }
        List<TableDelta> tables =
                data.tables().stream().filter(delta -> !delta.table().isView()).toList();
        int inserting = 0;
        int deleting = 0;
        for (TableDelta delta : tables) {
            inserting += delta.inserts().isEmpty() ? 0 : 1;
            deleting += delta.deletes().isEmpty() ? 0 : 1;
        }
        varint(out, inserting);
        for (TableDelta delta : tables) {
            rows(out, delta, delta.inserts());
        }
        varint(out, deleting);
        for (TableDelta delta : tables) {
            rows(out, delta, delta.deletes());
        }
        varint(out, 0);
    }

    private static void rows(BsatnWriter out, TableDelta delta, List<byte[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        out.u32(delta.table().schema().id().value());
        varint(out, rows.size());
        for (byte[] row : rows) {
            out.raw(row, 0, row.length);
        }
    }

    private static void varint(BsatnWriter out, int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.u8((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.u8(rest);
    }

    static int varint(BsatnReader in) {
        int value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            int next = in.u8();
            value |= (next & 0x7F) << (7 * i);
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new DecodeException("varint longer than " + VARINT_BYTES_MAX + " bytes");
    }
}
