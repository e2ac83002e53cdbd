package dev.stele.host.schema.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.Bytes;
import dev.stele.host.satsjson.JsonTree;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.validation.ModuleDefValidator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaJsonTest {

    private static Bytes resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        SchemaJsonTest.class.getResourceAsStream(
                                "/dev/stele/host/schema/describe/" + name))) {
            return Bytes.wrap(in.readAllBytes());
        }
    }

    private static ModuleDef module(String name) throws IOException {
        return ModuleDefValidator.validate(RawModuleDefCodec.decode(resource(name + ".bin")));
    }

    /** The reference writes these lists in the order of a hash table. */
    private static final List<String> UNORDERED =
            List.of(
                    "Tables",
                    "Types",
                    "Schedules",
                    "RowLevelSecurity",
                    "indexes",
                    "constraints",
                    "entries",
                    "row_level_security");

    private static Object sorted(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<Object, Object> out = new LinkedHashMap<>();
                map.forEach((key, value) -> {
                    Object inner = sorted(value);
                    if (UNORDERED.contains(key) && inner instanceof List<?> list) {
                        List<Object> copy = new ArrayList<>(list);
                        copy.sort(Comparator.comparing(Object::toString));
                        inner = copy;
                    }
                    out.put(key, inner);
                });
                yield out;
            }
            case List<?> list -> list.stream().map(SchemaJsonTest::sorted).toList();
            default -> tree;
        };
    }

    /** The text of a tree, which shows the order of members too. */
    private static String normal(String json) {
        return sorted(JsonTree.parse(json)).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alltypes", "constraints", "migrate", "procs", "rls", "schedules", "views"})
    void givesTheRecordedJson(String name) throws IOException {
        ModuleDef def = module(name);
        assertThat(normal(SchemaJson.v9(def)))
                .isEqualTo(normal(resource(name + ".v9.json").toUtf8()));
        assertThat(normal(SchemaJson.v10(def)))
                .isEqualTo(normal(resource(name + ".v10.json").toUtf8()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alltypes", "constraints", "migrate", "procs", "schedules", "views"})
    void givesTheRecordedBytesOfVersion9(String name) throws IOException {
        assertThat(SchemaJson.v9(module(name))).isEqualTo(resource(name + ".v9.json").toUtf8());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alltypes", "constraints", "migrate", "procs", "rls", "schedules", "views"})
    void version10OfADefinitionIsThatDefinition(String name) throws IOException {
        RawModuleDefV10 raw = RawDefs.v10(module(name));
        ModuleDef again =
                ModuleDefValidator.validate(
                        RawModuleDefCodec.decode(RawModuleDefCodec.encode(raw)));
        assertThat(RawDefs.v10(again)).isEqualTo(raw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alltypes", "constraints", "migrate", "procs", "rls", "schedules", "views"})
    void version9OfADefinitionIsValidAndKeepsItsNames(String name) throws IOException {
        ModuleDef def = module(name);
        RawModuleDefV9 raw = RawDefs.v9(def);
        ModuleDef again =
                ModuleDefValidator.validate(
                        RawModuleDefCodec.decode(RawModuleDefCodec.encode(raw)));
        assertThat(again.casePolicy()).isEqualTo(CaseConversionPolicy.NONE);
        assertThat(RawDefs.v9(again)).isEqualTo(raw);
        for (int i = 0; i < def.tables().size(); i++) {
            assertThat(again.tables().get(i).rowType()).isEqualTo(def.tables().get(i).rowType());
        }
    }

    @Test
    void saysWhenNamesWereNotConverted() throws IOException {
        ModuleDef def =
                ModuleDefValidator.validate(
                        new RawModuleDefV10(
                                List.of(new Section.CasePolicy(CaseConversionPolicy.NONE))));
        assertThat(SchemaJson.v10(def))
                .isEqualTo(
                        "{\"sections\":[{\"Typespace\":{\"types\":[]}},"
                                + "{\"CaseConversionPolicy\":{\"None\":[]}}]}");
    }
}
