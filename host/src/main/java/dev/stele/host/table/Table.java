package dev.stele.host.table;

/** The rows and indexes of one table at one moment. Immutable; any thread may read it. */
public final class Table {

    private final TableState state;

    Table(TableState state) {
        this.state = state;
    }

    /** A table without rows. */
    public static Table empty(TableLayout layout) {
        return new Table(TableState.empty(new TablePlan(layout)));
    }

    public TableLayout layout() {
        return state.plan.layout;
    }

    public long rowCount() {
        return state.rowCount;
    }

    /** Bytes of all rows as BSATN. */
    public long rowBytes() {
        return state.rowBytes;
    }

    /** All rows, in the order of their ids. */
    public RowCursor scan() {
        return state.scan();
    }

    /** The index at {@code position} of the layout. */
    public IndexReader index(int position) {
        return new IndexReader(state, position, new KeyBuffer());
    }

    /**
     * The key of a valid row in the index at {@code position}, in ordered form: keys compare as
     * their unsigned bytes do, and equal keys are equal bytes.
     */
    public byte[] orderedKeyOfRow(int position, byte[] row, int offset) {
        return state.plan.codecs[position].orderedOfRow(row, offset);
    }

    /** The valid key at {@code key[offset]} of the index at {@code position}, in ordered form. */
    public byte[] orderedKey(int position, byte[] key, int offset) {
        return state.plan.codecs[position].ordered(key, offset);
    }

    /** The keys of the index at {@code position} that {@code range} holds. */
    public KeySpan span(int position, KeyRange range) {
        return range.span(state.plan.codecs[position]);
    }

    /** The row with id {@code rowId}, copied. */
    public byte[] copyRow(long rowId) {
        return state.copyRow(rowId);
    }

    /** A private mutable copy, in constant time; {@code token} must not have been used before. */
    public TableEdit edit(EditToken token) {
        return new TableEdit(state.fork(), token);
    }

    /**
     * The same rows under other indexes.
     *
     * @throws UniqueViolationException when rows have the same key in a unique index
     */
    public Table withLayout(TableLayout layout) {
        TableEdit edit = empty(layout).edit(new EditToken());
        RowCursor rows = scan();
        while (rows.next()) {
            int outcome = edit.insert(rows.page(), rows.offset(), rows.length());
            if (InsertOutcome.isViolation(outcome)) {
                throw new UniqueViolationException(outcome, layout.indexes().get(outcome));
            }
        }
        return edit.freeze();
    }
}
