package dev.stele.host.sats;

import java.util.List;

/** The list of types that {@link AlgebraicType.Ref} points into. */
public record Typespace(List<AlgebraicType> types) {

    /** How deep types may nest, in levels; deeper ones, and cycles, are refused. */
    public static final int TYPE_DEPTH_MAX = 64;

    public Typespace {
        types = List.copyOf(types);
    }

    /**
     * The type with every reference replaced by what it points to.
     *
     * @throws IllegalArgumentException when a reference points outside, or types nest more than
     *     {@link #TYPE_DEPTH_MAX} levels (a recursive type does)
     */
    public AlgebraicType resolve(AlgebraicType type) {
        return resolve(type, 0);
    }

    private AlgebraicType resolve(AlgebraicType type, int depth) {
        if (depth > TYPE_DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "type nests more than "
                            + TYPE_DEPTH_MAX
                            + " levels, expected a finite type without recursion");
        }
        return switch (type) {
            case AlgebraicType.Ref ref -> {
                if (ref.index() < 0 || ref.index() >= types.size()) {
                    throw new IllegalArgumentException(
                            "type reference "
                                    + Integer.toUnsignedString(ref.index())
                                    + " outside the typespace of "
                                    + types.size()
                                    + " types");
                }
                yield resolve(types.get(ref.index()), depth + 1);
            }
            case AlgebraicType.Sum sum ->
                    new AlgebraicType.Sum(
                            sum.variants().stream()
                                    .map(v ->
                                            new AlgebraicType.Variant(
                                                    v.name(), resolve(v.type(), depth + 1)))
                                    .toList());
            case AlgebraicType.Product product ->
                    new AlgebraicType.Product(
                            product.elements().stream()
                                    .map(e ->
                                            new AlgebraicType.Element(
                                                    e.name(), resolve(e.type(), depth + 1)))
                                    .toList());
            case AlgebraicType.Array array ->
                    new AlgebraicType.Array(resolve(array.element(), depth + 1));
            case AlgebraicType.Primitive primitive -> primitive;
        };
    }
}
