package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a condition fixes to one value each: its conjuncts of the form {@code column =
 * constant}, a bare Bool column included. A row with another value in any of them does not match,
 * so queries can be found by the values of a changed row.
 *
 * @param values in the order of the condition; a column that is fixed twice stands there once, with
 *     its first value
 */
public record EqualityKey(List<ColumnValue> values) {

    /** A column and the BSATN of its value. */
    public record ColumnValue(int column, Bytes value) {}

    private static final Bytes TRUE_BYTES = Bytes.wrap(new byte[] {1});

    public EqualityKey {
        values = List.copyOf(values);
    }

    /** The columns that {@code where} fixes in rows of {@code rowType}. */
    public static EqualityKey of(Predicate where, Product rowType) {
        List<ColumnValue> values = new ArrayList<>();
        for (Predicate term : where.conjuncts()) {
            switch (term) {
                case Predicate.Compare compare when isKey(compare, rowType) ->
                        add(values, new ColumnValue(compare.column(), compare.value()));
                case Predicate.BoolColumn(int column) ->
                        add(values, new ColumnValue(column, TRUE_BYTES));
                default -> {}
            }
        }
        return new EqualityKey(values);
    }

    private static void add(List<ColumnValue> values, ColumnValue value) {
        if (values.stream().noneMatch(v -> v.column() == value.column())) {
            values.add(value);
        }
    }

    /** Floats are left out: the two zeros are equal values of different bytes. */
    private static boolean isKey(Predicate.Compare compare, Product rowType) {
        return compare.operator() == Comparison.EQUAL
                && ValueOrder.of(rowType.elements().get(compare.column()).type()).isBytewiseEqual();
    }
}
