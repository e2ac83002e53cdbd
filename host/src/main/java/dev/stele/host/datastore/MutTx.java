package dev.stele.host.datastore;

import dev.stele.host.bsatn.RowLayout;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.error.Invariant;
import dev.stele.host.schema.SequenceDef;
import dev.stele.host.table.EditToken;
import dev.stele.host.table.IndexReader;
import dev.stele.host.table.InsertOutcome;
import dev.stele.host.table.KeyRange;
import dev.stele.host.table.RowCursor;
import dev.stele.host.table.Table;
import dev.stele.host.table.TableEdit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One writing transaction: a private copy of a {@link CommittedState} that shares all it did not
 * change. Only the thread that began it may use it, and only until it commits or is dropped.
 */
public final class MutTx {

    private final CommittedState before;
    private final Sequences sequences;
    private final EditToken token = new EditToken();
    private Catalog catalog;
    private Table[] tables;
    private @Nullable TableEdit[] edits;
    private @Nullable TxOps[] ops;
    private boolean isTouched;
    private final SequenceAllocator allocator;

    /** Begins on {@code before}; {@code sequences} belong to the same database. */
    public MutTx(CommittedState before, Sequences sequences) {
        this.before = before;
        this.sequences = sequences;
        this.catalog = before.catalog();
        this.tables = before.copyTables();
        this.edits = new @Nullable TableEdit[tables.length];
        this.ops = new @Nullable TxOps[tables.length];
        this.allocator = new SequenceAllocator(this);
    }

    public CommittedState before() {
        return before;
    }

    public Catalog catalog() {
        return catalog;
    }

    Sequences sequences() {
        return sequences;
    }

    public long rowCount(Entry table) {
        TableEdit edit = edits[table.slot()];
        return edit == null ? tables[table.slot()].rowCount() : edit.rowCount();
    }

    /** The rows as they are now, unaffected by what this transaction does afterwards. */
    public Table snapshot(Entry table) {
        int slot = table.slot();
        TableEdit edit = edits[slot];
        if (edit != null) {
            tables[slot] = edit.freeze();
            edits[slot] = null;
        }
        return tables[slot];
    }

    /** An index as it is now; what it returns is valid until the next change of the table. */
    public IndexReader index(Entry table, int position) {
        TableEdit edit = edits[table.slot()];
        return edit == null ? tables[table.slot()].index(position) : edit.index(position);
    }

    /** The row with id {@code rowId}, copied. */
    public byte[] copyRow(Entry table, long rowId) {
        TableEdit edit = edits[table.slot()];
        return edit == null ? tables[table.slot()].copyRow(rowId) : edit.copyRow(rowId);
    }

    /**
     * Copies the row with the key {@code key[offset, offset + length)} of the unique index at
     * {@code position} to {@code into}; see {@code TableAbi.findPoint} for the result.
     */
    public int findUnique(
            Entry table, int position, byte[] key, int offset, int length, byte[] into) {
        return index(table, position).copyUnique(key, offset, length, into);
    }

    private TableEdit edit(Entry table) {
        int slot = table.slot();
        TableEdit edit = edits[slot];
        if (edit == null) {
            // After a snapshot the nodes of this transaction are shared, so they get a new owner.
            edit = tables[slot].edit(ops[slot] == null ? token : new EditToken());
            edits[slot] = edit;
            isTouched = true;
            ops(table);
        }
        return edit;
    }

    private TxOps ops(Entry table) {
        TxOps log = ops[table.slot()];
        if (log == null) {
            log = new TxOps();
            ops[table.slot()] = log;
        }
        return log;
    }

    /**
     * Inserts {@code row}, one valid row of exactly this length, which the transaction keeps.
     * Columns with a sequence that are 0 get their next value, in place.
     *
     * @return the generated columns' bytes in column order
     * @throws UniqueViolationException when a unique key is taken; nothing is inserted
     */
    public byte[] insert(Entry table, byte[] row) {
        byte[] generated = allocator.generate(table, row);
        insertAsIs(table, row);
        return generated;
    }

    /** {@link #insert} of a row whose generated columns are filled in. */
    void insertAsIs(Entry table, byte[] row) {
        int code = edit(table).insert(row, 0, row.length);
        if (code >= 0) {
            throw violation(table, code, row);
        }
        if (code == InsertOutcome.INSERTED) {
            ops(table).inserted(row);
        }
    }

    /**
     * Replaces the row that has the key of {@code row} in the unique index at {@code position}.
     *
     * @return the generated columns' bytes, or null when no such row exists
     * @throws UniqueViolationException when another unique key is taken; nothing is changed
     */
    public byte @Nullable [] update(Entry table, int position, byte[] row) {
        byte[] generated = allocator.generate(table, row);
        byte[] key = key(table, position, row);
        long rowId = index(table, position).findUnique(key, 0, key.length);
        if (rowId < 0) {
            return null;
        }
        replaceAt(table, rowId, row);
        return generated;
    }

    /** Replaces the row with id {@code rowId}. */
    public void replaceAt(Entry table, long rowId, byte[] row) {
        TableEdit edit = edit(table);
        byte[] old = edit.copyRow(rowId);
        if (Arrays.equals(old, row)) {
            return;
        }
        int code = edit.replaceAt(rowId, row, 0, row.length);
        if (code >= 0) {
            throw violation(table, code, row);
        }
        ops(table).deleted(old);
        if (code == InsertOutcome.INSERTED) {
            ops(table).inserted(row);
        }
    }

    /** Deletes the row equal to {@code row}; says whether there was one. */
    public boolean delete(Entry table, byte[] row) {
        boolean wasThere = edit(table).delete(row, 0, row.length);
        if (wasThere) {
            ops(table).deleted(row);
        }
        return wasThere;
    }

    /** Deletes the row with id {@code rowId}. */
    public void deleteAt(Entry table, long rowId) {
        TableEdit edit = edit(table);
        byte[] old = edit.copyRow(rowId);
        edit.deleteAt(rowId);
        ops(table).deleted(old);
    }

    /** Deletes the rows under {@code cursor}, which reads this transaction; returns how many. */
    public int deleteAll(Entry table, RowCursor cursor) {
        long[] ids = new long[16];
        int count = 0;
        while (cursor.next()) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = cursor.rowId();
        }
        for (int i = 0; i < count; i++) {
            deleteAt(table, ids[i]);
        }
        return count;
    }

    /** Deletes the rows in {@code range} of the index at {@code position}; returns how many. */
    public int deleteRange(Entry table, int position, KeyRange range) {
        return deleteAll(table, index(table, position).range(range));
    }

    /** Deletes all rows; returns how many there were. */
    public long clear(Entry table) {
        long count = rowCount(table);
        if (count == 0) {
            return 0;
        }
        RowCursor rows = snapshot(table).scan();
        TableEdit edit = edit(table);
        TxOps log = ops(table);
        while (rows.next()) {
            log.deleted(
                    Arrays.copyOfRange(rows.page(), rows.offset(), rows.offset() + rows.length()));
        }
        edit.clear();
        return count;
    }

    /** The key of {@code row} in the index at {@code position}: its columns back to back. */
    public static byte[] key(Entry table, int position, byte[] row) {
        List<Integer> columns = table.layout().indexes().get(position).columns();
        RowLayout rows = table.rows();
        if (columns.size() == 1) {
            return rows.copyColumn(row, 0, columns.getFirst());
        }
        byte[][] parts = new byte[columns.size()][];
        int size = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = rows.copyColumn(row, 0, columns.get(i));
            size += parts[i].length;
        }
        byte[] key = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, key, at, part.length);
            at += part.length;
        }
        return key;
    }

    private static UniqueViolationException violation(Entry table, int position, byte[] row) {
        return new UniqueViolationException(
                ViolationText.of(table.schema(), position, key(table, position, row)));
    }

    /**
     * Takes {@code replacement}: tables that it has not are gone, and must be empty views; tables
     * that it adds have no rows. Entries of the old catalog are not valid any more.
     */
    void replaceCatalog(Catalog replacement) {
        int slots = replacement.entries().size();
        Table[] newTables = new Table[slots];
        @Nullable TableEdit[] newEdits = new @Nullable TableEdit[slots];
        @Nullable TxOps[] newOps = new @Nullable TxOps[slots];
        int found = 0;
        for (Entry entry : replacement.entries()) {
            Optional<Entry> old = catalog.table(entry.schema().id());
            if (old.isPresent()) {
                int from = old.get().slot();
                newTables[entry.slot()] = tables[from];
                newEdits[entry.slot()] = edits[from];
                newOps[entry.slot()] = ops[from];
                found++;
            } else {
                newTables[entry.slot()] = Table.empty(entry.layout());
            }
        }
        int lost = tables.length - found;
        Invariant.check(
                lost <= catalog.views().size(), "a catalog lost a table within a transaction");
        tables = newTables;
        edits = newEdits;
        ops = newOps;
        catalog = replacement;
        isTouched = true;
    }

    /** The state as it is now, while the transaction goes on. */
    CommittedState peek() {
        for (Entry entry : catalog.entries()) {
            snapshot(entry);
        }
        return new CommittedState(catalog, tables.clone(), before.nextOffset());
    }

    /** The definition of the sequence at {@code position} of a table. */
    static SequenceDef sequence(Entry table, int position) {
        return table.schema().def().sequences().get(position);
    }

    /** What this transaction changed so far in one table, net. */
    public Optional<TableDelta> delta(Entry table) {
        TxOps log = ops[table.slot()];
        if (log == null) {
            return Optional.empty();
        }
        List<byte[]> inserts = new ArrayList<>(4);
        List<byte[]> deletes = new ArrayList<>(4);
        log.net(inserts, deletes);
        return inserts.isEmpty() && deletes.isEmpty()
                ? Optional.empty()
                : Optional.of(new TableDelta(table, inserts, deletes));
    }

    /** What this transaction changed, net. */
    public TxData data() {
        if (!isTouched) {
            return new TxData(List.of());
        }
        List<TableDelta> deltas = new ArrayList<>(2);
        for (Entry entry : catalog.entries()) {
            if (ops[entry.slot()] != null) {
                delta(entry).ifPresent(deltas::add);
            }
        }
        return new TxData(deltas);
    }

    /**
     * The state after this transaction; {@code data} is its {@link #data}. Ends the transaction.
     */
    public CommittedState commit(TxData data) {
        if (!isTouched) {
            return before;
        }
        for (int slot = 0; slot < tables.length; slot++) {
            TableEdit edit = edits[slot];
            if (ops[slot] != null && catalog.entries().get(slot).schema().def().isEvent()) {
                // Rows of an event table exist within their transaction only.
                tables[slot] = Table.empty(catalog.entries().get(slot).layout());
            } else if (edit != null) {
                tables[slot] = edit.freeze();
            }
        }
        return new CommittedState(catalog, tables, before.nextOffset() + (data.isLogged() ? 1 : 0));
    }

    /** Undoes what is not part of the private copy: reservations of sequence values. */
    public void rollback() {
        allocator.rollback();
    }
}
