package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexId;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.validation.ModuleDefValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** The tables of a recorded module, as one caller sees them. */
final class TestTables implements SchemaLookup {

    static final Identity OWNER =
            Identity.ofHex("c200491374b03cbd47e4e93119d4f7d4aa11c3802721bbc26b58c61d705ecdce");
    static final Identity ALICE =
            Identity.ofHex("c200fe326d8ea705a7ec9e5a23a146d45dd9da544440a94b89ed73f2865e8da0");
    static final Identity BOB =
            Identity.ofHex("c20071886d7a23d97c4e151a1cde4f440a2afb9406a433b5eccd9c2ff830cfd3");

    /** The system tables with their columns; where the type does not matter here it is a String. */
    private static final List<String> SYSTEM_TABLES =
            List.of(
                    "st_table table_id:U32 table_name table_type table_access table_primary_key",
                    "st_column table_id:U32 col_pos:U16 col_name col_type:BYTES",
                    "st_index index_id:U32 table_id:U32 index_name index_algorithm",
                    "st_constraint constraint_id:U32 constraint_name table_id:U32 constraint_data",
                    "st_sequence sequence_id:U32 sequence_name table_id:U32 col_pos:U16 increment"
                            + " start min_value max_value allocated",
                    "st_scheduled schedule_id:U32 table_id:U32 reducer_name schedule_name"
                            + " at_column:U16",
                    "st_row_level_security table_id:U32 sql",
                    "st_var name value:VAR",
                    "st_view view_id:U32 view_name table_id is_public:BOOL is_anonymous:BOOL",
                    "st_view_param view_id:U32 param_pos:U16 param_name param_type",
                    "st_view_column view_id:U32 col_pos:U16 col_name col_type:BYTES",
                    "st_view_sub view_id:U32 arg_id identity num_subscribers has_subscribers"
                            + " last_called",
                    "st_view_arg id bytes:BYTES",
                    "st_event_table table_id:U32",
                    "st_table_accessor table_name accessor_name",
                    "st_index_accessor index_name accessor_name",
                    "st_column_accessor table_name col_name accessor_name",
                    "st_client identity connection_id",
                    "st_connection_credentials connection_id jwt_payload",
                    "st_module database_identity owner_identity program_kind program_hash"
                            + " program_bytes module_version");

    private final Map<String, TableSchema> tables = new HashMap<>();
    private final Set<String> privateTables = new HashSet<>();
    private final Set<String> views = new HashSet<>();
    private final boolean owner;

    private TestTables(boolean owner) {
        this.owner = owner;
        privateTables.add("st_connection_credentials");
    }

    static TestTables of(boolean owner, TableSchema... tables) {
        TestTables lookup = new TestTables(owner);
        for (TableSchema table : tables) {
            lookup.tables.put(table.name(), table);
        }
        return lookup;
    }

    static TestTables ofModule(String name, boolean owner) {
        ModuleDef module =
                ModuleDefValidator.validate(
                        RawModuleDefCodec.decode(
                                Bytes.wrap(
                                        read("/dev/stele/host/schema/describe/" + name + ".bin"))));
        TestTables lookup = new TestTables(owner);
        for (TableDef def : module.tables()) {
            TableSchema schema = schema(def);
            lookup.tables.put(def.sourceName(), schema);
            lookup.tables.put(def.name(), schema);
            if (!def.isPublic()) {
                lookup.privateTables.add(def.name());
            }
        }
        module.views()
                .forEach(view -> {
                    lookup.views.add(view.name());
                    lookup.tables.put(view.name(), table(view.name(), view.columns()));
                });
        for (String line : SYSTEM_TABLES) {
            String[] words = line.split(" ", -1);
            List<ColumnDef> columns = new ArrayList<>();
            for (String word : List.of(words).subList(1, words.length)) {
                String[] parts = word.split(":", -1);
                columns.add(
                        column(parts[0], parts.length == 1 ? Primitive.STRING : type(parts[1])));
            }
            lookup.tables.put(words[0], table(words[0], columns));
        }
        return lookup;
    }

    private static AlgebraicType type(String name) {
        return switch (name) {
            case "BYTES" -> AlgebraicType.BYTES;
            case "VAR" -> variableType();
            default -> Primitive.valueOf(name);
        };
    }

    private static AlgebraicType variableType() {
        List<AlgebraicType.Variant> variants = new ArrayList<>();
        for (String name :
                "Bool I8 U8 I16 U16 I32 U32 I64 U64 I128 U128 F32 F64 String".split(" ", -1)) {
            variants.add(
                    AlgebraicType.Variant.of(
                            name, Primitive.valueOf(name.toUpperCase(java.util.Locale.ROOT))));
        }
        return new AlgebraicType.Sum(variants);
    }

    @Override
    public Optional<TableSchema> table(String name) {
        return Optional.ofNullable(tables.get(name))
                .filter(table -> owner || !privateTables.contains(table.name()));
    }

    @Override
    public boolean isView(TableSchema table) {
        return views.contains(table.name());
    }

    static ColumnDef column(String name, AlgebraicType type) {
        return new ColumnDef(name, name, type, Optional.empty());
    }

    static TableSchema table(String name, List<ColumnDef> columns, IndexDef... indexes) {
        return table(name, columns, List.of(), indexes);
    }

    static TableSchema table(
            String name,
            List<ColumnDef> columns,
            List<ConstraintDef> constraints,
            IndexDef... indexes) {
        return schema(
                new TableDef(
                        name,
                        name,
                        columns,
                        OptionalInt.empty(),
                        List.of(indexes),
                        constraints,
                        List.of(),
                        Optional.empty(),
                        true,
                        false));
    }

    static IndexDef index(IndexKind kind, Integer... columns) {
        return new IndexDef("i", "i", Optional.empty(), kind, List.of(columns));
    }

    private static TableSchema schema(TableDef def) {
        return new TableSchema(
                new TableId(4096),
                def,
                false,
                def.rowType(),
                IntStream.range(0, def.indexes().size()).mapToObj(IndexId::new).toList(),
                IntStream.range(0, def.constraints().size()).boxed().toList(),
                IntStream.range(0, def.sequences().size()).boxed().toList());
    }

    /** One table with a column of every comparable type, called as the type in lower case. */
    static TableSchema everyType() {
        List<ColumnDef> columns = new ArrayList<>();
        for (Primitive primitive : Primitive.values()) {
            columns.add(column(primitive.name().toLowerCase(java.util.Locale.ROOT), primitive));
        }
        columns.add(column("bytes", AlgebraicType.BYTES));
        for (SpecialType special : SpecialType.values()) {
            columns.add(column(special.name().toLowerCase(java.util.Locale.ROOT), special.type()));
        }
        columns.add(column("opt", AlgebraicType.option(Primitive.U8)));
        return table("t", columns);
    }

    /** The fields of each line of a tab-separated resource of this package. */
    static List<String[]> lines(String name) {
        String all = new String(read("/dev/stele/host/query/" + name), StandardCharsets.UTF_8);
        return all.lines().map(line -> line.split("\t", -1)).toList();
    }

    private static byte[] read(String path) {
        try (InputStream in =
                Objects.requireNonNull(TestTables.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
