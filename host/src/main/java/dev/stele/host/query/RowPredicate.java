package dev.stele.host.query;

import dev.stele.host.bsatn.RowLayout;

/** A condition ready to be tested on encoded rows. */
@FunctionalInterface
public interface RowPredicate {

    /** Whether the row at {@code offset} of {@code page} satisfies it. */
    boolean test(byte[] page, int offset);

    /** Prepares {@code predicate} for rows of {@code layout}. */
    static RowPredicate of(Predicate predicate, RowLayout layout) {
        return switch (predicate) {
            case Predicate.Always(boolean holds) -> (_, _) -> holds;
            case Predicate.And(Predicate left, Predicate right) -> {
                RowPredicate a = of(left, layout);
                RowPredicate b = of(right, layout);
                yield (page, offset) -> a.test(page, offset) && b.test(page, offset);
            }
            case Predicate.Or(Predicate left, Predicate right) -> {
                RowPredicate a = of(left, layout);
                RowPredicate b = of(right, layout);
                yield (page, offset) -> a.test(page, offset) || b.test(page, offset);
            }
            case Predicate.Compare compare -> compare(compare, layout);
            case Predicate.CompareColumns(int left, CompareOp op, int right) -> {
                ValueOrder order = ValueOrder.of(layout.type(left));
                yield (page, offset) -> {
                    int a = layout.columnStart(page, offset, left);
                    int b = layout.columnStart(page, offset, right);
                    return op.holds(
                            order.compare(
                                    page,
                                    a,
                                    layout.columnEnd(page, a, left),
                                    page,
                                    b,
                                    layout.columnEnd(page, b, right)));
                };
            }
        };
    }

    private static RowPredicate compare(Predicate.Compare compare, RowLayout layout) {
        int column = compare.column();
        CompareOp op = compare.op();
        byte[] value = compare.value().unsafeArray();
        ValueOrder order = ValueOrder.of(layout.type(column));
        return (page, offset) -> {
            int start = layout.columnStart(page, offset, column);
            int end = layout.columnEnd(page, start, column);
            return op.holds(order.compare(page, start, end, value, 0, value.length));
        };
    }
}
