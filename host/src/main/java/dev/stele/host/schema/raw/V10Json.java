package dev.stele.host.schema.raw;

import dev.stele.host.satsjson.JsonWriter;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.HttpMethod;
import dev.stele.host.schema.raw.RawModuleDefV10.ExplicitName;
import dev.stele.host.schema.raw.RawModuleDefV10.HttpRoute;
import dev.stele.host.schema.raw.RawModuleDefV10.Procedure;
import dev.stele.host.schema.raw.RawModuleDefV10.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Schedule;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.raw.RawModuleDefV10.Table;
import java.util.Collection;
import java.util.function.BiConsumer;

/** The JSON of version 10 of the format. */
final class V10Json {

    private V10Json() {}

    static void write(JsonWriter out, RawModuleDefV10 def) {
        out.beginObject().name("sections");
        PartsJson.list(out, def.sections(), V10Json::section);
        out.endObject();
    }

    private static void section(JsonWriter out, Section section) {
        out.beginObject();
        switch (section) {
            case Section.TypespaceSection(var typespace) -> {
                out.name("Typespace").beginObject().name("types");
                PartsJson.list(out, typespace.types(), PartsJson::type);
                out.endObject();
            }
            case Section.Types(var types) ->
                    list(out, "Types", types, (o, t) -> PartsJson.typeDef(o, "source_name", t));
            case Section.Tables(var tables) -> list(out, "Tables", tables, V10Json::table);
            case Section.Reducers(var reducers) ->
                    list(out, "Reducers", reducers, V10Json::reducer);
            case Section.Procedures(var procedures) ->
                    list(out, "Procedures", procedures, V10Json::procedure);
            case Section.Views(var views) ->
                    list(out, "Views", views, (o, v) -> PartsJson.view(o, "source_name", v));
            case Section.Schedules(var schedules) ->
                    list(out, "Schedules", schedules, V10Json::schedule);
            case Section.LifecycleReducers(var reducers) ->
                    list(
                            out,
                            "LifeCycleReducers",
                            reducers,
                            (o, r) -> {
                                PartsJson.unit(
                                        o.beginObject().name("lifecycle_spec"),
                                        PartsJson.lifecycleName(r.event()));
                                o.name("function_name").string(r.functionName()).endObject();
                            });
            case Section.RowLevelSecurity(var queries) ->
                    list(
                            out,
                            "RowLevelSecurity",
                            queries,
                            (o, sql) -> o.beginObject().name("sql").string(sql).endObject());
            case Section.CasePolicy(var policy) ->
                    PartsJson.unit(out.name("CaseConversionPolicy"), policyName(policy));
            case Section.ExplicitNames(var entries) -> {
                out.name("ExplicitNames").beginObject();
                list(out, "entries", entries, V10Json::explicitName);
                out.endObject();
            }
            case Section.HttpHandlers(var names) ->
                    list(
                            out,
                            "HttpHandlers",
                            names,
                            (o, n) -> o.beginObject().name("source_name").string(n).endObject());
            case Section.HttpRoutes(var routes) -> list(out, "HttpRoutes", routes, V10Json::route);
            case Section.ViewPrimaryKeys(var keys) ->
                    list(
                            out,
                            "ViewPrimaryKeys",
                            keys,
                            (o, k) -> {
                                o.beginObject().name("view_source_name").string(k.viewName());
                                list(o, "columns", k.columns(), JsonWriter::string);
                                o.endObject();
                            });
            case Section.Submodules(var submodules) ->
                    list(
                            out,
                            "Submodules",
                            submodules,
                            (o, s) -> {
                                o.beginObject().name("namespace").string(s.namespace());
                                write(o.name("module"), s.module());
                                o.endObject();
                            });
        }
        out.endObject();
    }

    private static <T> void list(
            JsonWriter out, String name, Collection<T> parts, BiConsumer<JsonWriter, T> part) {
        PartsJson.list(out.name(name), parts, part);
    }

    private static String policyName(CaseConversionPolicy policy) {
        return switch (policy) {
            case NONE -> "None";
            case SNAKE_CASE -> "SnakeCase";
        };
    }

    private static void table(JsonWriter out, Table table) {
        out.beginObject().name("source_name").string(table.sourceName());
        out.name("product_type_ref").number(Integer.toUnsignedLong(table.productTypeRef()));
        PartsJson.columns(out.name("primary_key"), table.primaryKey());
        list(out, "indexes", table.indexes(), (o, i) -> PartsJson.index(o, "source_name", i));
        list(
                out,
                "constraints",
                table.constraints(),
                (o, c) -> PartsJson.constraint(o, "source_name", c));
        list(
                out,
                "sequences",
                table.sequences(),
                (o, s) -> PartsJson.sequence(o, "source_name", s));
        PartsJson.tableKind(out, table.isSystem(), table.isPublic());
        list(
                out,
                "default_values",
                table.defaultValues(),
                (o, d) -> {
                    o.beginObject().name("col_id").number(d.column());
                    o.name("value").string(d.value().toHex()).endObject();
                });
        out.name("is_event").bool(table.isEvent()).endObject();
    }

    private static void reducer(JsonWriter out, Reducer reducer) {
        out.beginObject().name("source_name").string(reducer.sourceName());
        PartsJson.product(out.name("params"), reducer.params());
        visibility(out, reducer.isClientCallable());
        PartsJson.type(out.name("ok_return_type"), reducer.okType());
        PartsJson.type(out.name("err_return_type"), reducer.errType());
        out.endObject();
    }

    private static void procedure(JsonWriter out, Procedure procedure) {
        out.beginObject().name("source_name").string(procedure.sourceName());
        PartsJson.product(out.name("params"), procedure.params());
        PartsJson.type(out.name("return_type"), procedure.returnType());
        visibility(out, procedure.isClientCallable());
        out.endObject();
    }

    private static void visibility(JsonWriter out, boolean isClientCallable) {
        PartsJson.unit(out.name("visibility"), isClientCallable ? "ClientCallable" : "Private");
    }

    private static void schedule(JsonWriter out, Schedule schedule) {
        PartsJson.optionalName(out.beginObject(), "source_name", schedule.sourceName());
        out.name("table_name").string(schedule.tableName());
        out.name("schedule_at_col").number(schedule.atColumn());
        out.name("function_name").string(schedule.functionName()).endObject();
    }

    private static void explicitName(JsonWriter out, ExplicitName entry) {
        String kind =
                switch (entry.kind()) {
                    case TABLE -> "Table";
                    case FUNCTION -> "Function";
                    case INDEX -> "Index";
                };
        out.beginObject().name(kind).beginObject();
        out.name("source_name").string(entry.sourceName());
        out.name("canonical_name").string(entry.canonicalName()).endObject().endObject();
    }

    private static void route(JsonWriter out, HttpRoute route) {
        out.beginObject().name("handler_function").string(route.handler()).name("method");
        if (route.method().isEmpty()) {
            PartsJson.unit(out, "Any");
        } else {
            HttpMethod method = route.method().get();
            out.beginObject().name("Method");
            if (method.isExtension()) {
                out.beginObject().name(method.variantName()).string(method.name()).endObject();
            } else {
                PartsJson.unit(out, method.variantName());
            }
            out.endObject();
        }
        out.name("path").string(route.path()).endObject();
    }
}
