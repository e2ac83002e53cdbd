package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import java.util.List;
import java.util.Optional;

/** Types as they stand in error texts: {@code (id: U64, tags: Array<String>, at: &3)}. */
final class TypeText {

    /** Types are cut at about this length, in characters. */
    private static final int CHARS_MAX = 2_000;

    private TypeText() {}

    static String of(AlgebraicType type) {
        StringBuilder out = new StringBuilder();
        append(out, type);
        if (out.length() > CHARS_MAX) {
            out.setLength(CHARS_MAX);
            out.append("...");
        }
        return out.toString();
    }

    static String ref(int index) {
        return "&" + Integer.toUnsignedString(index);
    }

    private static void append(StringBuilder out, AlgebraicType type) {
        if (out.length() > CHARS_MAX) {
            return;
        }
        switch (type) {
            case AlgebraicType.Ref ref -> out.append(ref(ref.index()));
            case AlgebraicType.Primitive primitive -> out.append(primitive.satsName());
            case AlgebraicType.Array array -> {
                append(out.append("Array<"), array.element());
                out.append('>');
            }
            case AlgebraicType.Product(List<AlgebraicType.Element> elements) -> {
                out.append('(');
                for (int i = 0; i < elements.size() && out.length() <= CHARS_MAX; i++) {
                    out.append(i == 0 ? "" : ", ");
                    appendPart(out, elements.get(i).name(), i, elements.get(i).type());
                }
                out.append(')');
            }
            case AlgebraicType.Sum(List<AlgebraicType.Variant> variants) -> {
                out.append(variants.isEmpty() ? "(|" : "(");
                for (int i = 0; i < variants.size() && out.length() <= CHARS_MAX; i++) {
                    out.append(i == 0 ? "" : " | ");
                    appendPart(out, variants.get(i).name(), i, variants.get(i).type());
                }
                out.append(')');
            }
        }
    }

    private static void appendPart(
            StringBuilder out, Optional<String> name, int position, AlgebraicType type) {
        append(out.append(name.orElse(Integer.toString(position))).append(": "), type);
    }
}
