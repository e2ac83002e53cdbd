package dev.stele.host.schema.raw;

import dev.stele.host.satsjson.JsonWriter;
import dev.stele.host.schema.ModuleDef;

/** A module's definition as JSON, in the forms that clients ask for by version. */
public final class SchemaJson {

    private SchemaJson() {}

    /** The form of version 9, with canonical names. */
    public static String v9(ModuleDef def) {
        JsonWriter out = new JsonWriter();
        V9Json.write(out, RawDefs.v9(def));
        return out.text();
    }

    /** The form of version 10, with source names and the canonical ones beside them. */
    public static String v10(ModuleDef def) {
        JsonWriter out = new JsonWriter();
        V10Json.write(out, RawDefs.v10(def));
        return out.text();
    }
}
