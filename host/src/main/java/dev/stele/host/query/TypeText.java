package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import java.util.stream.Collectors;

/** Types as error texts name them, for example {@code (some: U8 | none: ())}. */
final class TypeText {

    private TypeText() {}

    static String of(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Primitive primitive -> primitive.satsName();
            case AlgebraicType.Array array -> "Array<" + of(array.element()) + ">";
            case AlgebraicType.Product product ->
                    product.elements().stream()
                            .map(e -> e.name().map(n -> n + ": ").orElse("") + of(e.type()))
                            .collect(Collectors.joining(", ", "(", ")"));
            case AlgebraicType.Sum sum ->
                    sum.variants().stream()
                            .map(v -> v.name().map(n -> n + ": ").orElse("") + of(v.type()))
                            .collect(Collectors.joining(" | ", "(", ")"));
            case AlgebraicType.Ref ref -> "&" + ref.index();
        };
    }
}
