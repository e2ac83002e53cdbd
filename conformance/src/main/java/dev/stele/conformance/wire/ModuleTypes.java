package dev.stele.conformance.wire;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Array;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Sum;
import dev.stele.host.sats.AlgebraicType.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a module declares, read from {@code GET /schema?version=9}; references are resolved.
 *
 * @param tables each table's row by the table's name
 * @param publicTables names of the tables that clients may read
 * @param reducers each reducer's parameters by its name
 */
public record ModuleTypes(
        Map<String, Product> tables, List<String> publicTables, Map<String, Product> reducers) {

    /** Types within types; a type of a module that is nested deeper contains itself. */
    private static final int DEPTH_MAX = 64;

    public ModuleTypes {
        tables = Map.copyOf(tables);
        publicTables = List.copyOf(publicTables);
        reducers = Map.copyOf(reducers);
    }

    public static ModuleTypes of(JsonNode schema) {
        Map<String, Product> tables = new TreeMap<>();
        List<String> publicTables = new ArrayList<>();
        for (JsonNode table : schema.path("tables")) {
            String name = table.path("name").asString();
            JsonNode row =
                    schema.path("typespace")
                            .path("types")
                            .path(table.path("product_type_ref").asInt());
            tables.put(name, (Product) type(schema, row, 0));
            if (table.path("table_access").has("Public")) {
                publicTables.add(name);
            }
        }
        Map<String, Product> reducers = new TreeMap<>();
        for (JsonNode reducer : schema.path("reducers")) {
            reducers.put(
                    reducer.path("name").asString(), product(schema, reducer.path("params"), 0));
        }
        publicTables.sort(null);
        return new ModuleTypes(tables, publicTables, reducers);
    }

    /** The type that {@code json} describes, without references. */
    public static AlgebraicType type(JsonNode schema, JsonNode json, int depth) {
        if (depth > DEPTH_MAX) {
            throw new ProtocolException("a type that contains itself");
        }
        if (json.has("Ref")) {
            JsonNode target = schema.path("typespace").path("types").path(json.path("Ref").asInt());
            return type(schema, target, depth + 1);
        }
        if (json.has("Array")) {
            return new Array(type(schema, json.path("Array"), depth + 1));
        }
        if (json.has("Product")) {
            return product(schema, json.path("Product"), depth);
        }
        if (json.has("Sum")) {
            List<Variant> variants = new ArrayList<>();
            for (JsonNode variant : json.path("Sum").path("variants")) {
                variants.add(
                        new Variant(
                                name(variant),
                                type(schema, variant.path("algebraic_type"), depth + 1)));
            }
            return new Sum(variants);
        }
        String name = json.propertyNames().stream().findFirst().orElse("");
        return Arrays.stream(Primitive.values())
                .filter(primitive -> primitive.satsName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProtocolException("type " + json));
    }

    /** The product that {@code json} describes by its {@code elements}. */
    public static Product product(JsonNode schema, JsonNode json, int depth) {
        List<Element> elements = new ArrayList<>();
        for (JsonNode element : json.path("elements")) {
            elements.add(
                    new Element(
                            name(element),
                            type(schema, element.path("algebraic_type"), depth + 1)));
        }
        return new Product(elements);
    }

    private static Optional<String> name(JsonNode part) {
        JsonNode some = part.path("name").path("some");
        return some.isString() ? Optional.of(some.asString()) : Optional.empty();
    }

    public Product table(String name) {
        return found(tables.get(name), "table", name);
    }

    public Product reducer(String name) {
        return found(reducers.get(name), "reducer", name);
    }

    private static Product found(@Nullable Product type, String what, String name) {
        if (type == null) {
            throw new ProtocolException("the module has no " + what + " " + name);
        }
        return type;
    }
}
