package dev.stele.host.table;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a table: its rows, one tree an index, and one of hashes where there is no unique
 * index.
 */
final class TableState {

    final TablePlan plan;
    final RowTrie rows;
    final KeyTree[] indexes;
    final @Nullable KeyTree hashes;
    long rowCount;
    long rowBytes;

    private TableState(TablePlan plan, RowTrie rows, KeyTree[] indexes, @Nullable KeyTree hashes) {
        this.plan = plan;
        this.rows = rows;
        this.indexes = indexes;
        this.hashes = hashes;
    }

    static TableState empty(TablePlan plan) {
        KeyTree[] indexes = new KeyTree[plan.codecs.length];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = new KeyTree(plan.codecs[i].hasTails());
        }
        return new TableState(
                plan,
                new RowTrie(plan.shape.widthBytes()),
                indexes,
                plan.identityIndex < 0 ? new KeyTree(false) : null);
    }

    /** The same rows; to be changed under a new token only. */
    TableState fork() {
        KeyTree[] trees = new KeyTree[indexes.length];
        for (int i = 0; i < trees.length; i++) {
            trees[i] = indexes[i].fork();
        }
        TableState copy =
                new TableState(plan, rows.fork(), trees, hashes == null ? null : hashes.fork());
        copy.rowCount = rowCount;
        copy.rowBytes = rowBytes;
        return copy;
    }

    RowCursor scan() {
        return new ScanCursor(rows);
    }

    byte[] copyRow(long rowId) {
        RowTrie.Leaf leaf = rows.leaf((int) rowId);
        int slot = (int) rowId & RowTrie.SLOT_MASK;
        byte[] row = new byte[leaf.length(slot)];
        System.arraycopy(leaf.page(slot), leaf.offset(slot), row, 0, row.length);
        return row;
    }

    /** Copies a row to {@code into}; its length, or -2 - length when it does not fit. */
    int copyRow(long rowId, byte[] into) {
        RowTrie.Leaf leaf = rows.leaf((int) rowId);
        int slot = (int) rowId & RowTrie.SLOT_MASK;
        int length = leaf.length(slot);
        if (length > into.length) {
            return -2 - length;
        }
        System.arraycopy(leaf.page(slot), leaf.offset(slot), into, 0, length);
        return length;
    }

    private static final class ScanCursor extends RowCursor {
        private final RowTrie rows;
        private int next;

        ScanCursor(RowTrie rows) {
            super(new RowReader(rows));
            this.rows = rows;
        }

        @Override
        long nextId() {
            int id = rows.nextUsed(next);
            next = id + 1;
            return id;
        }
    }
}
