package dev.stele.host.table;

import org.jspecify.annotations.Nullable;

/**
 * One index of a table or an edit. Keys are BSATN of the index's columns back to back; wrong ones
 * are a {@link dev.stele.host.bsatn.DecodeException}.
 */
public final class IndexReader {

    private final TableState state;
    private final KeyTree tree;
    private final KeyCodec codec;
    private final IndexLayout layout;
    private final KeyBuffer scratch;

    IndexReader(TableState state, int position, KeyBuffer scratch) {
        this.state = state;
        this.tree = state.indexes[position];
        this.codec = state.plan.codecs[position];
        this.layout = state.plan.layout.indexes().get(position);
        this.scratch = scratch;
    }

    public IndexLayout layout() {
        return layout;
    }

    /** The row with a key of a unique index: its id, or -1. */
    public long findUnique(byte[] key, int offset, int length) {
        codec.ofKey(key, offset, length, scratch);
        return tree.find(scratch);
    }

    /**
     * Copies the row with a key of a unique index to {@code into}; returns its length, -1 when
     * there is none, or -2 - length when it does not fit.
     */
    public int copyUnique(byte[] key, int offset, int length, byte[] into) {
        long rowId = findUnique(key, offset, length);
        return rowId < 0 ? -1 : state.copyRow(rowId, into);
    }

    /** The rows with a key. */
    public RowCursor point(byte[] key, int offset, int length) {
        KeyBuffer wanted = new KeyBuffer();
        codec.ofKey(key, offset, length, wanted);
        return new PointCursor(state.rows, tree.from(wanted, -1), wanted);
    }

    /** The rows within {@code range}, in the order of their keys. */
    public RowCursor range(KeyRange range) {
        @Nullable KeyBuffer lower = range.start(codec);
        @Nullable KeyBuffer upper = range.end(codec);
        if (range.isNothing(codec)) {
            return new RangeCursor(state.rows, new KeyTree(false).all(), null);
        }
        return new RangeCursor(
                state.rows, lower == null ? tree.all() : tree.from(lower, -1), upper);
    }

    private static final class PointCursor extends RowCursor {
        private final KeyTree.Walk walk;
        private final KeyBuffer key;
        private boolean isStarted;

        PointCursor(RowTrie rows, KeyTree.Walk walk, KeyBuffer key) {
            super(new RowReader(rows));
            this.walk = walk;
            this.key = key;
        }

        @Override
        long nextId() {
            if (isStarted && !walk.isDone()) {
                walk.advance();
            }
            isStarted = true;
            return walk.hasKey(key) ? walk.rowId() : -1;
        }
    }

    private static final class RangeCursor extends RowCursor {
        private final KeyTree.Walk walk;
        private final @Nullable KeyBuffer end;
        private boolean isStarted;

        RangeCursor(RowTrie rows, KeyTree.Walk walk, @Nullable KeyBuffer end) {
            super(new RowReader(rows));
            this.walk = walk;
            this.end = end;
        }

        @Override
        long nextId() {
            if (isStarted && !walk.isDone()) {
                walk.advance();
            }
            isStarted = true;
            if (walk.isDone() || (end != null && !walk.isBefore(end, -1))) {
                return -1;
            }
            return walk.rowId();
        }
    }
}
