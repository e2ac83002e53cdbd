package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Array;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Sum;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where the columns of a row begin. Columns up to the first one of variable size stand at fixed
 * offsets; the way to later ones is a few skips.
 */
final class RowLayout {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Moves over a value: from where it begins to where it ends. */
    @FunctionalInterface
    interface Skip {
        int end(byte[] page, int at);
    }

    /** Finds a column in the row that begins at {@code offset}. */
    @FunctionalInterface
    interface Locator {
        int position(byte[] page, int offset);
    }

    private final Product rowType;

    RowLayout(Product rowType) {
        this.rowType = rowType;
    }

    AlgebraicType typeOf(int column) {
        return rowType.elements().get(column).type();
    }

    /** The offset of {@code column} in every row; empty when it differs between rows. */
    OptionalInt fixedOffset(int column) {
        int offset = 0;
        for (int i = 0; i < column; i++) {
            int width = fixedWidth(typeOf(i));
            if (width < 0) {
                return OptionalInt.empty();
            }
            offset += width;
        }
        return OptionalInt.of(offset);
    }

    Locator locator(int column) {
        OptionalInt fixed = fixedOffset(column);
        if (fixed.isPresent()) {
            int distance = fixed.getAsInt();
            return (page, offset) -> offset + distance;
        }
        Skip[] skips = skips(rowType.elements().subList(0, column)).toArray(Skip[]::new);
        return (page, offset) -> {
            int at = offset;
            for (Skip skip : skips) {
                at = skip.end(page, at);
            }
            return at;
        };
    }

    /** Skips over {@code elements}, neighbours of fixed width taken together. */
    private static List<Skip> skips(List<AlgebraicType.Element> elements) {
        List<Skip> skips = new ArrayList<>();
        int pending = 0;
        for (AlgebraicType.Element element : elements) {
            int width = fixedWidth(element.type());
            if (width >= 0) {
                pending += width;
                continue;
            }
            if (pending > 0) {
                skips.add(fixedSkip(pending));
                pending = 0;
            }
            skips.add(skip(element.type()));
        }
        if (pending > 0) {
            skips.add(fixedSkip(pending));
        }
        return skips;
    }

    private static Skip fixedSkip(int width) {
        return (page, at) -> at + width;
    }

    private static Skip skip(AlgebraicType type) {
        int width = fixedWidth(type);
        if (width >= 0) {
            return fixedSkip(width);
        }
        return switch (type) {
            case Primitive _ -> (page, at) -> at + Integer.BYTES + (int) INT.get(page, at);
            case Array(AlgebraicType element) -> arraySkip(element);
            case Product product -> sequence(skips(product.elements()));
            case Sum sum -> {
                Skip[] variants =
                        sum.variants().stream().map(v -> skip(v.type())).toArray(Skip[]::new);
                yield (page, at) -> variants[page[at] & 0xff].end(page, at + 1);
            }
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException("unresolved type reference " + ref.index());
        };
    }

    private static Skip sequence(List<Skip> parts) {
        Skip[] skips = parts.toArray(Skip[]::new);
        return (page, at) -> {
            int end = at;
            for (Skip skip : skips) {
                end = skip.end(page, end);
            }
            return end;
        };
    }

    private static Skip arraySkip(AlgebraicType element) {
        int width = fixedWidth(element);
        if (width >= 0) {
            return (page, at) -> at + Integer.BYTES + width * (int) INT.get(page, at);
        }
        Skip skip = skip(element);
        return (page, at) -> {
            int end = at + Integer.BYTES;
            for (int left = (int) INT.get(page, at); left > 0; left--) {
                end = skip.end(page, end);
            }
            return end;
        };
    }

    /** The size that every value of {@code type} has in bytes, or -1. */
    private static int fixedWidth(AlgebraicType type) {
        return switch (type) {
            case Primitive primitive -> primitive.widthBytes();
            case Array _ -> -1;
            case Product product -> {
                int sum = 0;
                for (AlgebraicType.Element element : product.elements()) {
                    int width = fixedWidth(element.type());
                    if (width < 0) {
                        yield -1;
                    }
                    sum += width;
                }
                yield sum;
            }
            case Sum sum -> sumWidth(sum);
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException("unresolved type reference " + ref.index());
        };
    }

    private static int sumWidth(Sum sum) {
        int common = -1;
        for (AlgebraicType.Variant variant : sum.variants()) {
            int width = fixedWidth(variant.type());
            if (width < 0 || (common >= 0 && common != width)) {
                return -1;
            }
            common = width;
        }
        return common < 0 ? -1 : 1 + common;
    }
}
