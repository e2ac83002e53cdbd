package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import java.util.Optional;
import java.util.StringJoiner;

/** Types as error texts show them: {@code (id: U64, tags: Array<String>)}. */
final class TypeText {

    private TypeText() {}

    static String of(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Ref ref -> "&" + Integer.toUnsignedString(ref.index());
            case AlgebraicType.Primitive primitive -> primitive.satsName();
            case AlgebraicType.Array array -> "Array<" + of(array.element()) + ">";
            case AlgebraicType.Product product -> {
                StringJoiner fields = new StringJoiner(", ", "(", ")");
                int position = 0;
                for (AlgebraicType.Element element : product.elements()) {
                    fields.add(part(element.name(), position++, element.type()));
                }
                yield fields.toString();
            }
            case AlgebraicType.Sum sum -> {
                StringJoiner variants = new StringJoiner(" | ", "(", ")");
                int position = 0;
                for (AlgebraicType.Variant variant : sum.variants()) {
                    variants.add(part(variant.name(), position++, variant.type()));
                }
                yield sum.variants().isEmpty() ? "(|)" : variants.toString();
            }
        };
    }

    private static String part(Optional<String> name, int position, AlgebraicType type) {
        return name.orElse(Integer.toString(position)) + ": " + of(type);
    }
}
