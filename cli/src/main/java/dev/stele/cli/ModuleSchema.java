package dev.stele.cli;

import dev.stele.cli.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a module declares, as {@code GET /schema?version=9} tells it. */
record ModuleSchema(JsonNode json) {

    /** A parameter with its type as people read it. */
    record Param(String name, JsonNode algebraicType, String type) {

        boolean isString() {
            return algebraicType.has("String");
        }

        boolean isIdentity() {
            return type.equals("Identity");
        }
    }

    /** A reducer; lifecycle reducers cannot be called. */
    record Reducer(String name, List<Param> params, boolean isLifecycle) {

        String signature() {
            return name
                    + params.stream()
                            .map(p -> p.name() + ": " + p.type())
                            .collect(Collectors.joining(", ", "(", ")"));
        }
    }

    static ModuleSchema fetch(ApiClient client, String database) {
        Answer answer =
                client.get("/v1/database/" + ApiClient.escape(database) + "/schema?version=9");
        if (answer.status() == 404) {
            throw new CliException(
                    "no database `" + database + "` at " + client.base(),
                    "stele list, or stele publish " + database);
        }
        if (!answer.isOk()) {
            throw client.failure("read the schema of `" + database + "`", answer);
        }
        return new ModuleSchema(answer.json());
    }

    List<Reducer> reducers() {
        List<Reducer> out = new ArrayList<>();
        for (JsonNode reducer : json.path("reducers")) {
            out.add(
                    new Reducer(
                            reducer.path("name").asString(),
                            params(reducer.path("params")),
                            reducer.path("lifecycle").has("some")));
        }
        return out;
    }

    /** The reducers and procedures that a client may call. */
    List<Reducer> callable() {
        return functions().stream().filter(r -> !r.isLifecycle()).toList();
    }

    /** Reducers, then procedures. */
    List<Reducer> functions() {
        List<Reducer> out = new ArrayList<>(reducers());
        for (JsonNode export : json.path("misc_exports")) {
            JsonNode procedure = export.path("Procedure");
            if (procedure.isObject()) {
                out.add(
                        new Reducer(
                                procedure.path("name").asString(),
                                params(procedure.path("params")),
                                false));
            }
        }
        return out;
    }

    private List<Param> params(JsonNode product) {
        List<Param> out = new ArrayList<>();
        for (JsonNode element : product.path("elements")) {
            JsonNode type = resolve(element.path("algebraic_type"));
            out.add(new Param(name(element), type, text(element.path("algebraic_type"))));
        }
        return out;
    }

    private static String name(JsonNode element) {
        return element.path("name").path("some").asString("_");
    }

    private JsonNode resolve(JsonNode type) {
        return type.has("Ref")
                ? json.path("typespace").path("types").path(type.path("Ref").asInt())
                : type;
    }

    /** The type as people write it, for example {@code Array<U32>}. */
    String text(JsonNode type) {
        if (type.has("Ref")) {
            return typeName(type.path("Ref").asInt());
        }
        if (type.has("Array")) {
            return "Array<" + text(type.path("Array")) + ">";
        }
        if (type.has("Product")) {
            List<String> parts = new ArrayList<>();
            for (JsonNode element : type.path("Product").path("elements")) {
                String special = special(name(element));
                if (!special.isEmpty()) {
                    return special;
                }
                parts.add(name(element) + ": " + text(element.path("algebraic_type")));
            }
            return "(" + String.join(", ", parts) + ")";
        }
        if (type.has("Sum")) {
            JsonNode variants = type.path("Sum").path("variants");
            if (variants.size() == 2 && name(variants.path(0)).equals("some")) {
                return "Option<" + text(variants.path(0).path("algebraic_type")) + ">";
            }
            if (variants.size() == 2 && name(variants.path(0)).equals("Interval")) {
                return "ScheduleAt";
            }
            List<String> parts = new ArrayList<>();
            for (JsonNode variant : variants) {
                parts.add(name(variant));
            }
            return String.join(" | ", parts);
        }
        return type.propertyNames().stream().findFirst().orElse("?");
    }

    private static String special(String field) {
        return switch (field) {
            case "__identity__" -> "Identity";
            case "__connection_id__" -> "ConnectionId";
            case "__timestamp_micros_since_unix_epoch__" -> "Timestamp";
            case "__time_duration_micros__" -> "TimeDuration";
            case "__uuid__" -> "Uuid";
            default -> "";
        };
    }

    private String typeName(int ref) {
        for (JsonNode type : json.path("types")) {
            if (type.path("ty").asInt(-1) == ref) {
                return type.path("name").path("name").asString();
            }
        }
        return text(json.path("typespace").path("types").path(ref));
    }
}
