package dev.stele.server.http;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.satsjson.JsonWriter;
import java.util.Optional;

/** Types in SATS-JSON, as results of SQL name their columns. */
final class TypeJson {

    private TypeJson() {}

    static void element(JsonWriter out, AlgebraicType.Element element) {
        part(out, element.name(), element.type());
    }

    private static void part(JsonWriter out, Optional<String> name, AlgebraicType type) {
        out.beginObject().name("name").beginObject();
        if (name.isPresent()) {
            out.name("some").string(name.get());
        } else {
            out.name("none").beginArray().endArray();
        }
        out.endObject().name("algebraic_type");
        type(out, type);
        out.endObject();
    }

    private static void type(JsonWriter out, AlgebraicType type) {
        out.beginObject();
        switch (type) {
            case AlgebraicType.Ref ref -> out.name("Ref").number(ref.index());
            case AlgebraicType.Primitive primitive ->
                    out.name(primitive.satsName()).beginArray().endArray();
            case AlgebraicType.Array array -> {
                out.name("Array");
                type(out, array.element());
            }
            case AlgebraicType.Product product -> {
                out.name("Product").beginObject().name("elements").beginArray();
                product.elements().forEach(e -> element(out, e));
                out.endArray().endObject();
            }
            case AlgebraicType.Sum sum -> {
                out.name("Sum").beginObject().name("variants").beginArray();
                sum.variants().forEach(v -> part(out, v.name(), v.type()));
                out.endArray().endObject();
            }
        }
        out.endObject();
    }
}
