package dev.stele.host.query;

import dev.stele.host.sats.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Turns predicates into closures over the positions of the columns they read. */
final class PredicateCompiler {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final RowLayout layout;

    PredicateCompiler(RowLayout layout) {
        this.layout = layout;
    }

    RowPredicate compile(Predicate predicate) {
        return switch (predicate) {
            case Predicate.True _ -> (page, offset, length) -> true;
            case Predicate.False _ -> (page, offset, length) -> false;
            case Predicate.Compare compare -> compare(compare);
            case Predicate.CompareColumns compare -> compareColumns(compare);
            case Predicate.BoolColumn(int column) -> {
                RowLayout.Locator locator = layout.locator(column);
                yield (page, offset, length) -> page[locator.position(page, offset)] != 0;
            }
            case Predicate.CompareConditions(Predicate a, Comparison operator, Predicate b) -> {
                RowPredicate left = compile(a);
                RowPredicate right = compile(b);
                yield (page, offset, length) ->
                        operator.holds(
                                Boolean.compare(
                                        left.test(page, offset, length),
                                        right.test(page, offset, length)));
            }
            case Predicate.And(List<Predicate> terms) -> all(compileAll(terms));
            case Predicate.Or(List<Predicate> terms) -> any(compileAll(terms));
        };
    }

    private RowPredicate[] compileAll(List<Predicate> terms) {
        return terms.stream().map(this::compile).toArray(RowPredicate[]::new);
    }

    private static RowPredicate all(RowPredicate[] terms) {
        return (page, offset, length) -> {
            for (RowPredicate term : terms) {
                if (!term.test(page, offset, length)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static RowPredicate any(RowPredicate[] terms) {
        return (page, offset, length) -> {
            for (RowPredicate term : terms) {
                if (term.test(page, offset, length)) {
                    return true;
                }
            }
            return false;
        };
    }

    private RowPredicate compare(Predicate.Compare compare) {
        ValueOrder order = ValueOrder.of(layout.typeOf(compare.column()));
        boolean equality =
                compare.operator() == Comparison.EQUAL
                        || compare.operator() == Comparison.NOT_EQUAL;
        if (equality && order.isBytewiseEqual()) {
            return equality(compare, order, compare.operator() == Comparison.EQUAL);
        }
        byte[] value = compare.value().toByteArray();
        RowLayout.Locator locator = layout.locator(compare.column());
        Comparison operator = compare.operator();
        return (page, offset, length) ->
                operator.holds(order.compare(page, locator.position(page, offset), value, 0));
    }

    /** Equality of encoded values; integers at a fixed offset are the case worth most. */
    private RowPredicate equality(Predicate.Compare compare, ValueOrder order, boolean equal) {
        Bytes value = compare.value();
        OptionalInt fixed =
                order == ValueOrder.BYTES
                        ? OptionalInt.empty()
                        : layout.fixedOffset(compare.column());
        if (fixed.isPresent() && value.size() == Long.BYTES) {
            int distance = fixed.getAsInt();
            long wanted = (long) LONG.get(value.unsafeArray(), 0);
            return (page, offset, length) ->
                    ((long) LONG.get(page, offset + distance) == wanted) == equal;
        }
        if (fixed.isPresent() && value.size() == Integer.BYTES) {
            int distance = fixed.getAsInt();
            int wanted = (int) INT.get(value.unsafeArray(), 0);
            return (page, offset, length) ->
                    ((int) INT.get(page, offset + distance) == wanted) == equal;
        }
        byte[] wanted = value.toByteArray();
        RowLayout.Locator locator = layout.locator(compare.column());
        return (page, offset, length) -> {
            int at = locator.position(page, offset);
            boolean same =
                    wanted.length <= offset + length - at
                            && Arrays.equals(
                                    page, at, at + wanted.length, wanted, 0, wanted.length);
            return same == equal;
        };
    }

    private RowPredicate compareColumns(Predicate.CompareColumns compare) {
        ValueOrder order = ValueOrder.of(layout.typeOf(compare.left()));
        RowLayout.Locator left = layout.locator(compare.left());
        RowLayout.Locator right = layout.locator(compare.right());
        Comparison operator = compare.operator();
        return (page, offset, length) ->
                operator.holds(
                        order.compare(
                                page,
                                left.position(page, offset),
                                page,
                                right.position(page, offset)));
    }
}
