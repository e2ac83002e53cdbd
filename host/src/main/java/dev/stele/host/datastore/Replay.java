package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.schema.TableId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a state from logged transactions, one after the other. Rows carry no lengths, so each is
 * read by its table's schema, which earlier rows of the {@code st_*} tables describe.
 */
public final class Replay {

    private final Sequences sequences = new Sequences();
    private CommittedState state = CommittedState.empty();

    private record Rows(int tableId, List<byte[]> rows) {}

    /** What all transactions so far add up to. */
    public CommittedState state() {
        return state;
    }

    /**
     * Applies {@code count} transactions, whose records follow each other in {@code records}.
     *
     * @throws DecodeException when they are not transactions of this database
     */
    public void apply(long minTxOffset, int count, byte[] records) {
        if (minTxOffset != state.nextOffset()) {
            throw new DecodeException(
                    "transaction " + minTxOffset + ", expected " + state.nextOffset());
        }
        BsatnReader in = new BsatnReader(records);
        for (int i = 0; i < count; i++) {
            applyOne(in);
        }
        if (in.hasRemaining()) {
            throw new DecodeException(
                    in.remaining() + " bytes behind transaction " + (state.nextOffset() - 1));
        }
    }

    private void applyOne(BsatnReader in) {
        int flags = in.u8();
        if ((flags & TxRecord.HAS_INPUTS) != 0) {
            in.skip(in.u32());
        }
        if ((flags & TxRecord.HAS_OUTPUTS) != 0) {
            in.skip(in.u8());
        }
        long offset = state.nextOffset();
        if ((flags & TxRecord.HAS_MUTATIONS) != 0) {
            MutTx tx = new MutTx(state, sequences);
            mutate(tx, in);
            state = tx.commit(tx.data());
        }
        state = state.withNextOffset(offset + 1);
    }

    private void mutate(MutTx tx, BsatnReader in) {
        Catalog catalog = tx.catalog();
        List<Rows> inserts = new ArrayList<>();
        int tables = TxRecord.varint(in);
        for (int i = 0; i < tables; i++) {
            int tableId = in.u32();
            if (catalog.table(new TableId(tableId)).isEmpty()) {
                catalog = catalogWith(inserts);
            }
            inserts.add(rows(in, tableId, catalog));
        }
        List<Rows> deletes = new ArrayList<>();
        tables = TxRecord.varint(in);
        for (int i = 0; i < tables; i++) {
            deletes.add(rows(in, in.u32(), catalog));
        }
        int truncated = TxRecord.varint(in);
        for (int i = 0; i < truncated; i++) {
            int tableId = in.u32();
            tx.clear(entry(tableId, catalog));
        }
        apply(tx, deletes, true, false);
        apply(tx, inserts, true, true);
        if (describesSchema(inserts) || describesSchema(deletes)) {
            tx.replaceCatalog(CatalogReader.catalog(tx.peek()));
        }
        apply(tx, deletes, false, false);
        apply(tx, inserts, false, true);
    }

    private static boolean describesSchema(List<Rows> changes) {
        return changes.stream()
                .anyMatch(rows ->
                        rows.tableId() < SystemTables.FIRST_USER_ID
                                && isSchemaTable(rows.tableId()));
    }

    private static boolean isSchemaTable(int tableId) {
        return tableId != SystemTables.MODULE.value()
                && tableId != SystemTables.CLIENT.value()
                && tableId != SystemTables.CONNECTION_CREDENTIALS.value()
                && tableId != SystemTables.VAR.value()
                && tableId != SystemTables.SCHEDULE_START.value()
                && tableId != SystemTables.SEQUENCE.value();
    }

    /** The catalog once the system rows among {@code inserts} are there. */
    private Catalog catalogWith(List<Rows> inserts) {
        MutTx scratch = new MutTx(state, sequences);
        for (Rows rows : inserts) {
            // Rows of other system tables may collide with rows that this transaction deletes.
            if (isSchemaTable(rows.tableId())) {
                apply(scratch, List.of(rows), true, true);
            }
        }
        return CatalogReader.catalog(scratch.peek());
    }

    private static Rows rows(BsatnReader in, int tableId, Catalog catalog) {
        Entry table = entry(tableId, catalog);
        int count = TxRecord.varint(in);
        List<byte[]> rows = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            int length = table.rows().validate(in.array(), in.position(), in.remaining());
            rows.add(Arrays.copyOfRange(in.array(), in.position(), in.position() + length));
            in.skip(length);
        }
        return new Rows(tableId, rows);
    }

    private static Entry entry(int tableId, Catalog catalog) {
        return catalog.table(new TableId(tableId))
                .orElseThrow(() -> new DecodeException("rows of unknown table " + tableId));
    }

    private static void apply(MutTx tx, List<Rows> changes, boolean system, boolean insert) {
        for (Rows change : changes) {
            if (change.tableId() < SystemTables.FIRST_USER_ID != system) {
                continue;
            }
            @Nullable Entry table = tx.catalog().table(new TableId(change.tableId())).orElse(null);
            if (table == null || table.schema().def().isEvent()) {
                continue;
            }
            for (byte[] row : change.rows()) {
                if (insert) {
                    tx.insertAsIs(table, row);
                } else {
                    tx.delete(table, row);
                }
            }
        }
    }
}
