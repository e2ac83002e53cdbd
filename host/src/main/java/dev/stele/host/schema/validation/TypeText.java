package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import java.util.Optional;
import java.util.StringJoiner;

/** Types as they stand in error texts: {@code (id: U64, tags: Array<String>, at: &3)}. */
final class TypeText {

    /** Types longer than this, in characters, are cut in error texts. */
    private static final int CHARS_MAX = 2_000;

    private TypeText() {}

    static String of(AlgebraicType type) {
        String text = text(type);
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "...";
    }

    private static String text(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Ref ref -> ref(ref.index());
            case AlgebraicType.Primitive primitive -> primitive.satsName();
            case AlgebraicType.Array array -> "Array<" + text(array.element()) + ">";
            case AlgebraicType.Product product -> {
                StringJoiner parts = new StringJoiner(", ", "(", ")");
                for (int i = 0; i < product.elements().size(); i++) {
                    AlgebraicType.Element element = product.elements().get(i);
                    parts.add(part(element.name(), i, element.type()));
                }
                yield parts.toString();
            }
            case AlgebraicType.Sum sum -> {
                StringJoiner parts = new StringJoiner(" | ", "(", ")");
                for (int i = 0; i < sum.variants().size(); i++) {
                    AlgebraicType.Variant variant = sum.variants().get(i);
                    parts.add(part(variant.name(), i, variant.type()));
                }
                yield sum.variants().isEmpty() ? "(|)" : parts.toString();
            }
        };
    }

    static String ref(int index) {
        return "&" + Integer.toUnsignedString(index);
    }

    private static String part(Optional<String> name, int position, AlgebraicType type) {
        return name.orElse(Integer.toString(position)) + ": " + text(type);
    }
}
