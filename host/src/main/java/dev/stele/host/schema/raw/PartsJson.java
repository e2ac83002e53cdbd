package dev.stele.host.schema.raw;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.satsjson.JsonWriter;
import dev.stele.host.schema.Lifecycle;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes what the JSON of versions 9 and 10 of the format share. */
final class PartsJson {

    private PartsJson() {}

    static <T> void list(JsonWriter out, Collection<T> parts, BiConsumer<JsonWriter, T> part) {
        out.beginArray();
        parts.forEach(p -> part.accept(out, p));
        out.endArray();
    }

    /** A variant without payload: {@code {"name":[]}}. */
    static void unit(JsonWriter out, String variant) {
        out.beginObject().name(variant).beginArray().endArray().endObject();
    }

    static <T> void option(JsonWriter out, Optional<T> value, BiConsumer<JsonWriter, T> some) {
        if (value.isEmpty()) {
            unit(out, "none");
            return;
        }
        out.beginObject().name("some");
        some.accept(out, value.get());
        out.endObject();
    }

    static void optionalName(JsonWriter out, String field, Optional<String> name) {
        option(out.name(field), name, JsonWriter::string);
    }

    static void columns(JsonWriter out, List<Integer> columns) {
        list(out, columns, JsonWriter::number);
    }

    static void type(JsonWriter out, AlgebraicType type) {
        switch (type) {
            case AlgebraicType.Primitive primitive -> unit(out, primitive.satsName());
            case AlgebraicType.Ref ref -> {
                long index = Integer.toUnsignedLong(ref.index());
                out.beginObject().name("Ref").number(index).endObject();
            }
            case AlgebraicType.Array array -> {
                type(out.beginObject().name("Array"), array.element());
                out.endObject();
            }
            case AlgebraicType.Product product -> {
                product(out.beginObject().name("Product"), product);
                out.endObject();
            }
            case AlgebraicType.Sum sum -> {
                out.beginObject().name("Sum").beginObject().name("variants");
                list(out, sum.variants(), (o, v) -> element(o, v.name(), v.type()));
                out.endObject().endObject();
            }
        }
    }

    static void product(JsonWriter out, AlgebraicType.Product product) {
        out.beginObject().name("elements");
        list(out, product.elements(), (o, e) -> element(o, e.name(), e.type()));
        out.endObject();
    }

    private static void element(JsonWriter out, Optional<String> name, AlgebraicType type) {
        optionalName(out.beginObject(), "name", name);
        type(out.name("algebraic_type"), type);
        out.endObject();
    }

    static void index(JsonWriter out, String nameField, RawIndexDef index) {
        optionalName(out.beginObject(), nameField, index.name());
        optionalName(out, "accessor_name", index.accessorName());
        out.name("algorithm").beginObject();
        List<Integer> columns = index.algorithm().columns();
        switch (index.algorithm().kind()) {
            case BTREE -> columns(out.name("BTree"), columns);
            case HASH -> columns(out.name("Hash"), columns);
            case DIRECT -> out.name("Direct").number(columns.getFirst());
        }
        out.endObject().endObject();
    }

    static void constraint(JsonWriter out, String nameField, RawConstraintDef constraint) {
        optionalName(out.beginObject(), nameField, constraint.name());
        out.name("data").beginObject().name("Unique").beginObject().name("columns");
        columns(out, constraint.columns());
        out.endObject().endObject().endObject();
    }

    static void sequence(JsonWriter out, String nameField, RawSequenceDef sequence) {
        optionalName(out.beginObject(), nameField, sequence.name());
        out.name("column").number(sequence.column());
        optionalNumber(out, "start", sequence.start());
        optionalNumber(out, "min_value", sequence.min());
        optionalNumber(out, "max_value", sequence.max());
        out.name("increment").number(sequence.increment()).endObject();
    }

    private static void optionalNumber(JsonWriter out, String field, Optional<BigInteger> number) {
        option(out.name(field), number, JsonWriter::number);
    }

    static void tableKind(JsonWriter out, boolean isSystem, boolean isPublic) {
        unit(out.name("table_type"), isSystem ? "System" : "User");
        unit(out.name("table_access"), isPublic ? "Public" : "Private");
    }

    static void typeDef(JsonWriter out, String nameField, RawTypeDef type) {
        out.beginObject().name(nameField).beginObject().name("scope");
        list(out, type.scope(), JsonWriter::string);
        out.name(nameField).string(type.name()).endObject();
        out.name("ty").number(Integer.toUnsignedLong(type.ref()));
        out.name("custom_ordering").bool(type.customOrdering()).endObject();
    }

    static void view(JsonWriter out, String nameField, RawViewDef view) {
        out.beginObject().name(nameField).string(view.name());
        out.name("index").number(Integer.toUnsignedLong(view.index()));
        out.name("is_public").bool(view.isPublic());
        out.name("is_anonymous").bool(view.isAnonymous());
        product(out.name("params"), view.params());
        type(out.name("return_type"), view.returnType());
        out.endObject();
    }

    static String lifecycleName(Lifecycle event) {
        return switch (event) {
            case INIT -> "Init";
            case ON_CONNECT -> "OnConnect";
            case ON_DISCONNECT -> "OnDisconnect";
        };
    }
}
