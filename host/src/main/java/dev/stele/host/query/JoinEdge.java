package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;

/** An equality of a column of one table with a column of another, whose bytes may be compared. */
record JoinEdge(Side left, Side right) {

    /** A column of the table at a position of the plan. */
    record Side(int table, int column) {}

    /**
     * Whether {@code term} is such an equality. Floats are none: equal ones can differ in bytes.
     */
    static boolean isEdge(Predicate term, SelectPlan plan) {
        if (!(term instanceof Predicate.CompareColumns compare)
                || compare.operator() != Comparison.EQUAL) {
            return false;
        }
        AlgebraicType type = plan.rowType().elements().get(compare.left()).type();
        return ValueOrder.of(type).isBytewiseEqual();
    }

    static JoinEdge of(Predicate.CompareColumns compare, SelectPlan plan) {
        return new JoinEdge(side(compare.left(), plan), side(compare.right(), plan));
    }

    private static Side side(int column, SelectPlan plan) {
        int table = plan.tableOf(column);
        return new Side(table, column - plan.firstColumn(table));
    }

    boolean touches(int table) {
        return left.table() == table || right.table() == table;
    }

    /** The same equality seen from {@code table}: its own column is the right one. */
    JoinEdge towards(int table) {
        return right.table() == table ? this : reversed();
    }

    private JoinEdge reversed() {
        Side first = right;
        return new JoinEdge(first, left);
    }
}
