package dev.stele.host.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A private mutable copy of a {@link Table}; one thread. Reads see its own writes. */
public final class TableEdit {

    private final EditToken token;
    private final KeyBuffer key = new KeyBuffer();
    private final KeyBuffer oldKey = new KeyBuffer();
    private TableState state;

    TableEdit(TableState state, EditToken token) {
        this.state = state;
        this.token = token;
    }

    public long rowCount() {
        return state.rowCount;
    }

    public RowCursor scan() {
        return state.scan();
    }

    /** The index at {@code position}; valid until the next change. */
    public IndexReader index(int position) {
        return new IndexReader(state, position, key);
    }

    /** The row with id {@code rowId}, copied. */
    public byte[] copyRow(long rowId) {
        return state.copyRow(rowId);
    }

    /**
     * Inserts the valid row in {@code row[offset, offset + length)}.
     *
     * @return see {@link InsertOutcome}
     */
    public int insert(byte[] row, int offset, int length) {
        int refusal = check(row, offset, length, -1, row, offset);
        if (refusal != InsertOutcome.INSERTED) {
            return refusal;
        }
        int rowId = state.rows.add(token, row, offset, length);
        for (int i = 0; i < state.indexes.length; i++) {
            state.plan.codecs[i].ofRow(row, offset, key);
            state.indexes[i].add(token, key, rowId);
        }
        KeyTree hashes = state.hashes;
        if (hashes != null) {
            state.plan.hash(row, offset, length, key);
            hashes.add(token, key, rowId);
        }
        state.rowCount++;
        state.rowBytes += length;
        return InsertOutcome.INSERTED;
    }

    /**
     * Whether the row may come in the place of {@code replacedId} (-1 for none), whose bytes are at
     * {@code page[start]}.
     */
    private int check(byte[] row, int offset, int length, long replacedId, byte[] page, int start) {
        TablePlan plan = state.plan;
        if (plan.identityIndex < 0) {
            return rowIdOf(row, offset, length) >= 0
                    ? InsertOutcome.DUPLICATE
                    : InsertOutcome.INSERTED;
        }
        for (int i = 0; i < state.indexes.length; i++) {
            if (!plan.isUnique(i)
                    || (replacedId >= 0 && plan.codecs[i].sameBytes(page, start, row, offset))) {
                continue;
            }
            plan.codecs[i].ofRow(row, offset, key);
            long found = state.indexes[i].find(key);
            if (found >= 0 && found != replacedId) {
                return isRow(found, row, offset, length) ? InsertOutcome.DUPLICATE : i;
            }
        }
        return InsertOutcome.INSERTED;
    }

    private boolean isRow(long rowId, byte[] row, int offset, int length) {
        RowTrie.Leaf leaf = state.rows.leaf((int) rowId);
        int slot = (int) rowId & RowTrie.SLOT_MASK;
        int start = leaf.offset(slot);
        return Arrays.equals(
                leaf.page(slot), start, start + leaf.length(slot), row, offset, offset + length);
    }

    /** The id of the row with these bytes, or -1. */
    private long rowIdOf(byte[] row, int offset, int length) {
        TablePlan plan = state.plan;
        if (plan.identityIndex >= 0) {
            plan.codecs[plan.identityIndex].ofRow(row, offset, key);
            long found = state.indexes[plan.identityIndex].find(key);
            return found >= 0 && isRow(found, row, offset, length) ? found : -1;
        }
        plan.hash(row, offset, length, key);
        KeyTree.Walk walk = hashes().from(key, -1);
        while (walk.hasKey(key)) {
            if (isRow(walk.rowId(), row, offset, length)) {
                return walk.rowId();
            }
            walk.advance();
        }
        return -1;
    }

    private KeyTree hashes() {
        @Nullable KeyTree hashes = state.hashes;
        if (hashes == null) {
            throw new IllegalStateException("a table with a unique index has no hashes");
        }
        return hashes;
    }

    /** Deletes the row with these bytes; says whether it was there. */
    public boolean delete(byte[] row, int offset, int length) {
        long rowId = rowIdOf(row, offset, length);
        if (rowId < 0) {
            return false;
        }
        deleteAt(rowId);
        return true;
    }

    /** Deletes the row with id {@code rowId}, which must be there. */
    public void deleteAt(long rowId) {
        int id = (int) rowId;
        RowTrie.Leaf leaf = state.rows.leaf(id);
        int slot = id & RowTrie.SLOT_MASK;
        byte[] page = leaf.page(slot);
        int offset = leaf.offset(slot);
        int length = leaf.length(slot);
        for (int i = 0; i < state.indexes.length; i++) {
            state.plan.codecs[i].ofRow(page, offset, key);
            state.indexes[i].remove(token, key, id);
        }
        KeyTree hashes = state.hashes;
        if (hashes != null) {
            state.plan.hash(page, offset, length, key);
            hashes.remove(token, key, id);
        }
        state.rows.remove(token, id);
        state.rowCount--;
        state.rowBytes -= length;
    }

    /**
     * Puts a row in the place of {@code rowId}; indexes whose key stays are not touched.
     *
     * @return {@link InsertOutcome#INSERTED}; {@link InsertOutcome#DUPLICATE} when the new row was
     *     there already, so that only the old one is gone; or the violated unique index, nothing
     *     changed
     */
    public int replaceAt(long rowId, byte[] row, int offset, int length) {
        int id = (int) rowId;
        RowTrie.Leaf leaf = state.rows.editableLeaf(token, id);
        int slot = id & RowTrie.SLOT_MASK;
        byte[] page = leaf.page(slot);
        int start = leaf.offset(slot);
        int refusal = check(row, offset, length, rowId, page, start);
        if (refusal == InsertOutcome.DUPLICATE) {
            deleteAt(rowId);
        }
        if (refusal != InsertOutcome.INSERTED) {
            return refusal;
        }
        int oldLength = leaf.length(slot);
        for (int i = 0; i < state.indexes.length; i++) {
            KeyCodec codec = state.plan.codecs[i];
            if (!codec.sameBytes(page, start, row, offset)) {
                codec.ofRow(page, start, oldKey);
                codec.ofRow(row, offset, key);
                state.indexes[i].remove(token, oldKey, id);
                state.indexes[i].add(token, key, id);
            }
        }
        KeyTree hashes = state.hashes;
        if (hashes != null) {
            state.plan.hash(page, start, oldLength, oldKey);
            state.plan.hash(row, offset, length, key);
            hashes.remove(token, oldKey, id);
            hashes.add(token, key, id);
        }
        leaf.set(slot, row, offset, length);
        state.rowBytes += length - oldLength;
        return InsertOutcome.INSERTED;
    }

    /** Deletes all rows. */
    public void clear() {
        state = TableState.empty(state.plan);
    }

    /** The rows as an immutable table, in constant time; the edit must not be used afterwards. */
    public Table freeze() {
        return new Table(state);
    }
}
