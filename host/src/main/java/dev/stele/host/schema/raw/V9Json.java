package dev.stele.host.schema.raw;

import dev.stele.host.satsjson.JsonWriter;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport;
import dev.stele.host.schema.raw.RawModuleDefV9.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV9.Table;

/** The JSON of version 9 of the format. */
final class V9Json {

    private V9Json() {}

    static void write(JsonWriter out, RawModuleDefV9 def) {
        out.beginObject().name("typespace").beginObject().name("types");
        PartsJson.list(out, def.typespace().types(), PartsJson::type);
        out.endObject().name("tables");
        PartsJson.list(out, def.tables(), V9Json::table);
        PartsJson.list(out.name("reducers"), def.reducers(), V9Json::reducer);
        PartsJson.list(out.name("types"), def.types(), (o, t) -> PartsJson.typeDef(o, "name", t));
        PartsJson.list(out.name("misc_exports"), def.miscExports(), V9Json::miscExport);
        PartsJson.list(
                out.name("row_level_security"),
                def.rowLevelSecurity(),
                (o, sql) -> o.beginObject().name("sql").string(sql).endObject());
        out.endObject();
    }

    private static void table(JsonWriter out, Table table) {
        out.beginObject().name("name").string(table.name());
        out.name("product_type_ref").number(Integer.toUnsignedLong(table.productTypeRef()));
        PartsJson.columns(out.name("primary_key"), table.primaryKey());
        PartsJson.list(
                out.name("indexes"), table.indexes(), (o, i) -> PartsJson.index(o, "name", i));
        PartsJson.list(
                out.name("constraints"),
                table.constraints(),
                (o, c) -> PartsJson.constraint(o, "name", c));
        PartsJson.list(
                out.name("sequences"),
                table.sequences(),
                (o, s) -> PartsJson.sequence(o, "name", s));
        PartsJson.option(
                out.name("schedule"),
                table.schedule(),
                (o, s) -> {
                    PartsJson.optionalName(o.beginObject(), "name", s.name());
                    o.name("reducer_name").string(s.functionName());
                    o.name("scheduled_at_column").number(s.atColumn()).endObject();
                });
        PartsJson.tableKind(out, table.isSystem(), table.isPublic());
        out.endObject();
    }

    private static void reducer(JsonWriter out, Reducer reducer) {
        out.beginObject().name("name").string(reducer.name());
        PartsJson.product(out.name("params"), reducer.params());
        PartsJson.option(
                out.name("lifecycle"),
                reducer.lifecycle(),
                (o, event) -> PartsJson.unit(o, PartsJson.lifecycleName(event)));
        out.endObject();
    }

    private static void miscExport(JsonWriter out, MiscExport export) {
        out.beginObject();
        switch (export) {
            case MiscExport.ColumnDefaultValue(var table, var column, var value) -> {
                out.name("ColumnDefaultValue").beginObject().name("table").string(table);
                out.name("col_id").number(column).name("value").string(value.toHex()).endObject();
            }
            case MiscExport.Procedure(var name, var params, var returnType) -> {
                out.name("Procedure").beginObject().name("name").string(name);
                PartsJson.product(out.name("params"), params);
                PartsJson.type(out.name("return_type"), returnType);
                out.endObject();
            }
            case MiscExport.View(var view) -> PartsJson.view(out.name("View"), "name", view);
        }
        out.endObject();
    }
}
