package dev.stele.host.query;

import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.TableSchema;
import java.util.Optional;

/**
 * The way to the rows that a condition may match. Each way comes with the condition that is left to
 * be tested on the rows it yields.
 */
public sealed interface IndexChoice {

    /** What is left to be tested; {@link Predicate.True} when nothing is. */
    Predicate residual();

    /** No row can match. */
    record NoRows() implements IndexChoice {
        @Override
        public Predicate residual() {
            return new Predicate.False();
        }
    }

    /** Every row of the table. */
    record FullScan(Predicate residual) implements IndexChoice {}

    /**
     * The rows with one key in the index at position {@code index} of the table's definition.
     *
     * @param key BSATN of the values of all the index's columns, in its order, back to back
     */
    record Point(int index, Bytes key, Predicate residual) implements IndexChoice {}

    /**
     * A range of the btree index at position {@code index}: the rows whose first {@code
     * prefixColumns} key columns are {@code prefix}, and whose next key column lies within the
     * bounds.
     *
     * @param prefix BSATN of the values of those columns, in the index's order, back to back
     */
    record Range(
            int index,
            int prefixColumns,
            Bytes prefix,
            Optional<Bound> lower,
            Optional<Bound> upper,
            Predicate residual)
            implements IndexChoice {}

    /** BSATN of a value of the column's type. */
    record Bound(Bytes value, boolean inclusive) {}

    /** The narrowest way to the rows of {@code table} that meet {@code where}. */
    static IndexChoice of(Predicate where, TableSchema table) {
        return new IndexChooser(table, where).choose();
    }
}
