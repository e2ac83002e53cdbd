package dev.stele.host.query;

import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition on one row, bound to a table: columns are positions, constants BSATN of the column's
 * type. Compile it with {@link RowPredicate#compile} to test rows.
 */
public sealed interface Predicate {

    /** Every row. */
    record True() implements Predicate {}

    /** No row. */
    record False() implements Predicate {}

    record Compare(int column, Comparison operator, Bytes value) implements Predicate {}

    /** Two columns of the same type. */
    record CompareColumns(int left, Comparison operator, int right) implements Predicate {}

    /** A Bool column that is true. */
    record BoolColumn(int column) implements Predicate {}

    /** Two conditions compared as Bools, where false is less than true. */
    record CompareConditions(Predicate left, Comparison operator, Predicate right)
            implements Predicate {}

    record And(List<Predicate> terms) implements Predicate {
        public And {
            terms = List.copyOf(terms);
        }
    }

    record Or(List<Predicate> terms) implements Predicate {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    static Predicate of(boolean value) {
        return value ? new True() : new False();
    }

    /** All of {@code terms}, flattened and without constants. */
    static Predicate all(List<Predicate> terms) {
        List<Predicate> kept = new ArrayList<>();
        for (Predicate term : terms) {
            switch (term) {
                case True _ -> {}
                case False _ -> {
                    return new False();
                }
                case And(List<Predicate> inner) -> kept.addAll(inner);
                default -> kept.add(term);
            }
        }
        return switch (kept.size()) {
            case 0 -> new True();
            case 1 -> kept.getFirst();
            default -> new And(kept);
        };
    }

    /** Any of {@code terms}, flattened and without constants. */
    static Predicate any(List<Predicate> terms) {
        List<Predicate> kept = new ArrayList<>();
        for (Predicate term : terms) {
            switch (term) {
                case False _ -> {}
                case True _ -> {
                    return new True();
                }
                case Or(List<Predicate> inner) -> kept.addAll(inner);
                default -> kept.add(term);
            }
        }
        return switch (kept.size()) {
            case 0 -> new False();
            case 1 -> kept.getFirst();
            default -> new Or(kept);
        };
    }

    /** The conditions that must all hold: the terms of an {@link And}, or this alone. */
    default List<Predicate> conjuncts() {
        return switch (this) {
            case And(List<Predicate> terms) -> terms;
            case True _ -> List.of();
            default -> List.of(this);
        };
    }
}
