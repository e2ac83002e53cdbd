package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType.Product;

/** A {@link Predicate} made ready for the bytes of rows of one type. Thread-safe. */
@FunctionalInterface
public interface RowPredicate {

    /** Whether it holds for the row whose BSATN is the {@code length} bytes at {@code offset}. */
    boolean test(byte[] page, int offset, int length);

    /**
     * Makes {@code predicate} ready for rows of {@code rowType}, whose references are resolved. The
     * rows must be valid; they are not checked.
     */
    static RowPredicate compile(Predicate predicate, Product rowType) {
        return new PredicateCompiler(new RowLayout(rowType)).compile(predicate);
    }
}
