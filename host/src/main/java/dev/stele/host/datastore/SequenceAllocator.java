package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.schema.SequenceDef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Fills auto-increment columns within one transaction and reserves their values on disk. */
final class SequenceAllocator {

    private static final byte[] NOTHING = new byte[0];

    private final MutTx tx;
    private final List<Sequences.State> reserved = new ArrayList<>(0);

    SequenceAllocator(MutTx tx) {
        this.tx = tx;
    }

    /** Gives every column of {@code row} that has a sequence and is 0 its next value, in place. */
    byte[] generate(Entry table, byte[] row) {
        List<SequenceDef> sequences = table.schema().def().sequences();
        if (sequences.isEmpty()) {
            return NOTHING;
        }
        byte[] generated = NOTHING;
        for (int column = 0; column < table.rows().columnCount(); column++) {
            for (int i = 0; i < sequences.size(); i++) {
                if (sequences.get(i).column() == column) {
                    generated = fill(table, i, column, row, generated);
                }
            }
        }
        return generated;
    }

    private byte[] fill(Entry table, int position, int column, byte[] row, byte[] generated) {
        int start = table.rows().columnStart(row, 0, column);
        int width = ((AlgebraicType.Primitive) table.rows().type(column)).widthBytes();
        for (int i = start; i < start + width; i++) {
            if (row[i] != 0) {
                return generated;
            }
        }
        SystemRows.writeLittleEndian(next(table, position), row, start, width);
        return new BsatnWriter(generated.length + width)
                .raw(generated, 0, generated.length)
                .raw(row, start, width)
                .toByteArray();
    }

    private BigInteger next(Entry table, int position) {
        SequenceDef def = MutTx.sequence(table, position);
        int id = table.schema().sequenceIds().get(position);
        Sequences.State state = tx.sequences().of(id, () -> allocated(id));
        if (state.reserved == 0) {
            reserve(table, def, id, state);
        }
        BigInteger value = state.next;
        state.reserved--;
        state.next = within(def, value.add(def.increment()));
        return value;
    }

    /** {@code value}, or where the sequence goes on when it left its bounds. */
    private static BigInteger within(SequenceDef def, BigInteger value) {
        if (value.compareTo(def.max()) > 0) {
            return def.min();
        }
        return value.compareTo(def.min()) < 0 ? def.max() : value;
    }

    private void reserve(Entry table, SequenceDef def, int id, Sequences.State state) {
        reserved.add(state);
        state.reserved = SystemTables.SEQUENCE_ALLOCATION;
        BigInteger step = def.increment().multiply(BigInteger.valueOf(state.reserved));
        BigInteger goesOnAt = state.next.add(step).min(def.max()).max(def.min());
        Entry sequences = tx.catalog().table(SystemTables.SEQUENCE).orElseThrow();
        byte[] row =
                new SystemRows.StSequence(id, table.schema().id().value(), def, goesOnAt).encode();
        tx.update(sequences, 0, row);
    }

    private BigInteger allocated(int sequenceId) {
        Entry sequences = tx.catalog().table(SystemTables.SEQUENCE).orElseThrow();
        byte[] key = new BsatnWriter(4).u32(sequenceId).toByteArray();
        long rowId = tx.index(sequences, 0).findUnique(key, 0, key.length);
        return SystemRows.StSequence.decode(new BsatnReader(tx.copyRow(sequences, rowId)))
                .allocated();
    }

    /** Forgets the reservations, whose rows were never committed; used values stay used. */
    void rollback() {
        for (Sequences.State state : reserved) {
            state.reserved = 0;
        }
    }
}
