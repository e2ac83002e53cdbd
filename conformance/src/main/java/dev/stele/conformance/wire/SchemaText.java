package dev.stele.conformance.wire;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Array;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Ref;
import dev.stele.host.sats.AlgebraicType.Sum;
import dev.stele.host.sats.SpecialType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A module's schema as text to compare: everything that clients can know, in an order that does not
 * depend on the module's language.
 */
public final class SchemaText {

    private final JsonNode schema;
    private final StringBuilder out = new StringBuilder();

    private SchemaText(JsonNode schema) {
        this.schema = schema;
    }

    /** The text of the body of {@code GET /schema?version=9}. */
    public static String of(JsonNode schema) {
        SchemaText text = new SchemaText(schema);
        text.types();
        sorted(schema.path("tables"), "name").forEach(text::table);
        sorted(schema.path("reducers"), "name").forEach(text::reducer);
        return text.out.toString();
    }

    private static List<JsonNode> sorted(JsonNode list, String key) {
        List<JsonNode> out = new ArrayList<>();
        list.forEach(out::add);
        out.sort((a, b) -> a.path(key).asString().compareTo(b.path(key).asString()));
        return out;
    }

    private void types() {
        Set<String> parameters = new HashSet<>();
        for (JsonNode reducer : schema.path("reducers")) {
            parameters.add(reducer.path("name").asString().replace("_", ""));
        }
        TreeSet<String> lines = new TreeSet<>();
        for (JsonNode type : schema.path("types")) {
            String name = type.path("name").path("name").asString();
            JsonNode target = schema.path("typespace").path("types").path(type.path("ty").asInt());
            // Some languages also name the parameters of each reducer.
            if (!parameters.contains(name.toLowerCase(Locale.ROOT))) {
                lines.add("type " + name + " = " + text(ModuleTypes.type(schema, target, 0)));
            }
        }
        lines.forEach(line -> out.append(line).append('\n'));
    }

    private void table(JsonNode table) {
        JsonNode rowJson =
                schema.path("typespace").path("types").path(table.path("product_type_ref").asInt());
        Product row = (Product) ModuleTypes.type(schema, rowJson, 0);
        out.append("\ntable ").append(table.path("name").asString());
        out.append(table.path("table_access").has("Public") ? " public\n" : " private\n");
        for (Element element : row.elements()) {
            out.append("  ").append(element.name().orElse("_")).append(' ');
            out.append(text(element.type())).append('\n');
        }
        TreeSet<String> lines = new TreeSet<>();
        for (JsonNode column : table.path("primary_key")) {
            lines.add("primary key " + column(row, column));
        }
        for (JsonNode index : table.path("indexes")) {
            lines.add(
                    "index "
                            + index.path("name").path("some").asString("-")
                            + columns(row, index.path("algorithm")));
        }
        for (JsonNode constraint : table.path("constraints")) {
            lines.add(
                    "unique "
                            + constraint.path("name").path("some").asString("-")
                            + columns(row, constraint.path("data").path("Unique")));
        }
        for (JsonNode sequence : table.path("sequences")) {
            lines.add(
                    "sequence "
                            + sequence.path("name").path("some").asString("-")
                            + " on "
                            + column(row, sequence.path("column")));
        }
        lines.forEach(line -> out.append("  ").append(line).append('\n'));
    }

    /** {@code {"BTree": [0, 1]}}, {@code {"Direct": 0}} or {@code {"columns": [0]}} in words. */
    private static String columns(Product row, JsonNode json) {
        StringJoiner text = new StringJoiner(", ", " (", ")");
        json.forEach(part -> {
            if (part.isArray()) {
                part.forEach(column -> text.add(column(row, column)));
            } else {
                text.add(column(row, part));
            }
        });
        return text.toString();
    }

    private static String column(Product row, JsonNode position) {
        return row.elements().get(position.asInt()).name().orElse("_");
    }

    private void reducer(JsonNode reducer) {
        StringJoiner params = new StringJoiner(", ", "(", ")");
        for (Element param : ModuleTypes.product(schema, reducer.path("params"), 0).elements()) {
            params.add(param.name().orElse("_") + " " + text(param.type()));
        }
        out.append("\nreducer ").append(reducer.path("name").asString()).append(params);
        reducer.path("lifecycle")
                .path("some")
                .propertyNames()
                .forEach(event -> out.append(" on ").append(event));
    }

    private static String text(AlgebraicType type) {
        if (SpecialType.of(type).isPresent()) {
            return SpecialType.of(type).get().name();
        }
        if (type.equals(SpecialType.SCHEDULE_AT)) {
            return "SCHEDULE_AT";
        }
        return switch (type) {
            case Primitive primitive -> primitive.satsName();
            case Array(AlgebraicType element) -> "[" + text(element) + "]";
            case Product(List<Element> elements) -> {
                StringJoiner parts = new StringJoiner(", ", "{", "}");
                elements.forEach(e -> parts.add(e.name().orElse("_") + " " + text(e.type())));
                yield parts.toString();
            }
            case Sum sum -> {
                if (SpecialType.optionPayload(sum).isPresent()) {
                    yield text(SpecialType.optionPayload(sum).get()) + "?";
                }
                StringJoiner parts = new StringJoiner(" | ", "(", ")");
                sum.variants().forEach(v -> parts.add(v.name().orElse("_") + " " + text(v.type())));
                yield parts.toString();
            }
            case Ref(int index) -> "ref " + index;
        };
    }
}
