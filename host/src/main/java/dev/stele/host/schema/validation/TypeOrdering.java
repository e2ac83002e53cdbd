package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import java.util.List;
import java.util.Optional;

/** The order of elements that a type has unless it says otherwise: unnamed first, then by name. */
final class TypeOrdering {

    private TypeOrdering() {}

    static boolean isDefault(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Product product ->
                    isSorted(product.elements().stream().map(AlgebraicType.Element::name).toList());
            case AlgebraicType.Sum sum ->
                    isSorted(sum.variants().stream().map(AlgebraicType.Variant::name).toList());
            case AlgebraicType.Array _, AlgebraicType.Primitive _, AlgebraicType.Ref _ -> true;
        };
    }

    private static boolean isSorted(List<Optional<String>> names) {
        for (int i = 1; i < names.size(); i++) {
            Optional<Bytes> before = names.get(i - 1).map(Bytes::ofUtf8);
            Optional<Bytes> after = names.get(i).map(Bytes::ofUtf8);
            if (before.isPresent()
                    && (after.isEmpty() || before.get().compareTo(after.get()) > 0)) {
                return false;
            }
        }
        return true;
    }
}
