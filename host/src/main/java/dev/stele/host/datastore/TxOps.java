package dev.stele.host.datastore;

import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inserts and deletes of one transaction in one table, in order. A row is in a table or not, so
 * its operations alternate, and the first and the last decide what remains.
 */
final class TxOps {

    /** Up to this many operations, pairs are compared directly; beyond, by hash. */
    private static final int DIRECT_OPS_MAX = 16;

    private final List<byte[]> rows = new ArrayList<>(4);
    private boolean[] isInsert = new boolean[4];

    void inserted(byte[] row) {
        add(row, true);
    }

    void deleted(byte[] row) {
        add(row, false);
    }

    private void add(byte[] row, boolean insert) {
        int at = rows.size();
        if (at == isInsert.length) {
            isInsert = Arrays.copyOf(isInsert, at * 2);
        }
        isInsert[at] = insert;
        rows.add(row);
    }

    /**
     * The rows that are there now and were not before go to {@code inserts}, the others to {@code
     * deletes}.
     */
    void net(List<byte[]> inserts, List<byte[]> deletes) {
        if (rows.size() <= DIRECT_OPS_MAX) {
            netDirect(inserts, deletes);
        } else {
            netHashed(inserts, deletes);
        }
    }

    private void netDirect(List<byte[]> inserts, List<byte[]> deletes) {
        int count = rows.size();
        for (int i = 0; i < count; i++) {
            if (seenBefore(i)) {
                continue;
            }
            boolean last = isInsert[i];
            for (int j = i + 1; j < count; j++) {
                if (Arrays.equals(rows.get(i), rows.get(j))) {
                    last = isInsert[j];
                }
            }
            if (last == isInsert[i]) {
                (last ? inserts : deletes).add(rows.get(i));
            }
        }
    }

    private boolean seenBefore(int index) {
        for (int i = 0; i < index; i++) {
            if (Arrays.equals(rows.get(i), rows.get(index))) {
                return true;
            }
        }
        return false;
    }

    private void netHashed(List<byte[]> inserts, List<byte[]> deletes) {
        // Value: bit 0 = first operation was an insert, bit 1 = last one was.
        Map<Bytes, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            int now = isInsert[i] ? 2 : 0;
            int begin = isInsert[i] ? 1 : 0;
            first.merge(Bytes.wrap(rows.get(i)), begin | now, (old, _) -> (old & 1) | now);
        }
        for (Map.Entry<Bytes, Integer> entry : first.entrySet()) {
            if (entry.getValue() == 3) {
                inserts.add(entry.getKey().unsafeArray());
            } else if (entry.getValue() == 0) {
                deletes.add(entry.getKey().unsafeArray());
            }
        }
    }
}
