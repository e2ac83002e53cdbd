package dev.stele.host.query;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.TableDelta;
import dev.stele.host.datastore.TxData;
import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a transaction changed, as queries see it: rows without hidden columns, by origin. */
public final class Changes {

    /** Rows now there and rows no longer there. */
    record Rows(List<byte[]> inserts, List<byte[]> deletes) {
        static final Rows NONE = new Rows(List.of(), List.of());
    }

    private final Map<RowOrigin, Rows> byOrigin = new LinkedHashMap<>();

    private Changes() {}

    public static Changes of(TxData data) {
        Changes out = new Changes();
        for (TableDelta delta : data.tables()) {
            Entry table = delta.table();
            int id = table.schema().id().value();
            if (table.isView()) {
                int hidden = table.hiddenBytes();
                for (byte[] row : delta.inserts()) {
                    out.instance(id, row, hidden).inserts().add(visible(row, hidden));
                }
                for (byte[] row : delta.deletes()) {
                    out.instance(id, row, hidden).deletes().add(visible(row, hidden));
                }
            } else {
                out.byOrigin.put(
                        new RowOrigin(id, Bytes.EMPTY), new Rows(delta.inserts(), delta.deletes()));
            }
        }
        return out;
    }

    private Rows instance(int tableId, byte[] row, int hidden) {
        return byOrigin.computeIfAbsent(
                new RowOrigin(tableId, Bytes.copyOf(row, 0, hidden)),
                _ -> new Rows(new ArrayList<>(), new ArrayList<>()));
    }

    private static byte[] visible(byte[] row, int hidden) {
        return Arrays.copyOfRange(row, hidden, row.length);
    }

    /** What has changed at all. */
    public Set<RowOrigin> origins() {
        return byOrigin.keySet();
    }

    Rows of(RowOrigin origin) {
        return byOrigin.getOrDefault(origin, Rows.NONE);
    }
}
