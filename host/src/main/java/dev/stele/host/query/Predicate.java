package dev.stele.host.query;

import dev.stele.host.sats.Bytes;

/** A bound condition on the columns of one row. */
sealed interface Predicate {

    record Always(boolean holds) implements Predicate {}

    /** Column {@code column} compared with a value of its type. */
    record Compare(int column, CompareOp op, Bytes value) implements Predicate {}

    record CompareColumns(int left, CompareOp op, int right) implements Predicate {}

    record And(Predicate left, Predicate right) implements Predicate {}

    record Or(Predicate left, Predicate right) implements Predicate {}

    Predicate TRUE = new Always(true);
}
