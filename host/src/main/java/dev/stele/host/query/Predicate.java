package dev.stele.host.query;

import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

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

    /** The columns that it reads. */
    default Set<Integer> columns() {
        Set<Integer> out = new TreeSet<>();
        collectColumns(out);
        return out;
    }

    private void collectColumns(Set<Integer> out) {
        switch (this) {
            case True _, False _ -> {}
            case Compare compare -> out.add(compare.column());
            case CompareColumns compare -> {
                out.add(compare.left());
                out.add(compare.right());
            }
            case BoolColumn(int column) -> out.add(column);
            case CompareConditions(Predicate left, Comparison _, Predicate right) -> {
                left.collectColumns(out);
                right.collectColumns(out);
            }
            case And(List<Predicate> terms) -> terms.forEach(term -> term.collectColumns(out));
            case Or(List<Predicate> terms) -> terms.forEach(term -> term.collectColumns(out));
        }
    }

    /** The same condition on columns that stand {@code by} positions further on. */
    default Predicate shifted(int by) {
        return moved(column -> column + by);
    }

    /** The same condition on columns at other positions. */
    default Predicate moved(IntUnaryOperator to) {
        return switch (this) {
            case True _, False _ -> this;
            case Compare(int column, Comparison operator, Bytes value) ->
                    new Compare(to.applyAsInt(column), operator, value);
            case CompareColumns(int left, Comparison operator, int right) ->
                    new CompareColumns(to.applyAsInt(left), operator, to.applyAsInt(right));
            case BoolColumn(int column) -> new BoolColumn(to.applyAsInt(column));
            case CompareConditions(Predicate left, Comparison operator, Predicate right) ->
                    new CompareConditions(left.moved(to), operator, right.moved(to));
            case And(List<Predicate> terms) ->
                    new And(terms.stream().map(term -> term.moved(to)).toList());
            case Or(List<Predicate> terms) ->
                    new Or(terms.stream().map(term -> term.moved(to)).toList());
        };
    }
}
