package dev.stele.host.datastore;

import static dev.stele.host.sats.AlgebraicType.BYTES;
import static dev.stele.host.sats.AlgebraicType.Variant;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexId;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.SequenceDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The tables that hold a database's own schema and state, with their fixed ids. Spec 03 section
 * 3.9; the ids of their indexes, constraints and sequences are those that the reference shows.
 */
public final class SystemTables {

    public static final TableId TABLE = new TableId(1);
    public static final TableId COLUMN = new TableId(2);
    public static final TableId SEQUENCE = new TableId(3);
    public static final TableId INDEX = new TableId(4);
    public static final TableId CONSTRAINT = new TableId(5);
    public static final TableId MODULE = new TableId(6);
    public static final TableId CLIENT = new TableId(7);
    public static final TableId VAR = new TableId(8);
    public static final TableId SCHEDULED = new TableId(9);
    public static final TableId ROW_LEVEL_SECURITY = new TableId(10);
    public static final TableId CONNECTION_CREDENTIALS = new TableId(11);
    public static final TableId VIEW = new TableId(12);
    public static final TableId VIEW_PARAM = new TableId(13);
    public static final TableId VIEW_COLUMN = new TableId(14);
    public static final TableId EVENT_TABLE = new TableId(17);
    public static final TableId TABLE_ACCESSOR = new TableId(18);
    public static final TableId INDEX_ACCESSOR = new TableId(19);
    public static final TableId COLUMN_ACCESSOR = new TableId(20);

    /** When intervals began; not of the reference, so no other table tells of it. */
    public static final TableId SCHEDULE_START = new TableId(21);

    /** The first id that tables, indexes, constraints and sequences of modules get. */
    public static final int FIRST_USER_ID = 4096;

    /** How many sequence values are reserved at a time, spec 03 section 3.2. */
    public static final int SEQUENCE_ALLOCATION = 4096;

    private static final BigInteger I128_MAX = BigInteger.TWO.pow(127).subtract(BigInteger.ONE);

    private static final AlgebraicType U16S = new AlgebraicType.Array(Primitive.U16);

    private static final AlgebraicType INDEX_ALGORITHM =
            AlgebraicType.sum(
                    Variant.of("Unused", Primitive.U128),
                    Variant.of("BTree", U16S),
                    Variant.of("Direct", Primitive.U16),
                    Variant.of("Hash", U16S));

    private static final AlgebraicType CONSTRAINT_DATA =
            AlgebraicType.sum(Variant.of("Unused", Primitive.U128), Variant.of("Unique", U16S));

    private static final AlgebraicType VAR_VALUE =
            AlgebraicType.sum(
                    Variant.of("Bool", Primitive.BOOL),
                    Variant.of("I8", Primitive.I8),
                    Variant.of("U8", Primitive.U8),
                    Variant.of("I16", Primitive.I16),
                    Variant.of("U16", Primitive.U16),
                    Variant.of("I32", Primitive.I32),
                    Variant.of("U32", Primitive.U32),
                    Variant.of("I64", Primitive.I64),
                    Variant.of("U64", Primitive.U64),
                    Variant.of("I128", Primitive.I128),
                    Variant.of("U128", Primitive.U128),
                    Variant.of("F32", Primitive.F32),
                    Variant.of("F64", Primitive.F64),
                    Variant.of("String", Primitive.STRING));

    /** {@code sequence_id} by table, spec 03 section 3.9. */
    private static final Map<Integer, Integer> SEQUENCE_IDS =
            Map.of(1, 1, 4, 2, 5, 3, 9, 4, 3, 5, 12, 6, 16, 7);

    private static final Primitive U16 = Primitive.U16;
    private static final Primitive U32 = Primitive.U32;
    private static final Primitive U64 = Primitive.U64;
    private static final Primitive I128 = Primitive.I128;
    private static final Primitive STRING = Primitive.STRING;
    private static final Primitive BOOL = Primitive.BOOL;

    /** All system tables in the order of their ids. */
    public static final List<TableSchema> ALL = define();

    /** Those that {@code st_table} tells of: the reference's. */
    static final List<TableSchema> DESCRIBED =
            ALL.stream().filter(schema -> !schema.id().equals(SCHEDULE_START)).toList();

    private SystemTables() {}

    private static List<TableSchema> define() {
        Definer d = new Definer();
        d.table(1, "st_table")
                .column("table_id", U32)
                .column("table_name", STRING)
                .column("table_type", STRING)
                .column("table_access", STRING)
                .column("table_primary_key", AlgebraicType.option(U16S))
                .primaryKey()
                .unique(0)
                .unique(1)
                .end();
        d.table(2, "st_column")
                .column("table_id", U32)
                .column("col_pos", U16)
                .column("col_name", STRING)
                .column("col_type", BYTES)
                .unique(0, 1)
                .end();
        d.table(3, "st_sequence")
                .column("sequence_id", U32)
                .column("sequence_name", STRING)
                .column("table_id", U32)
                .column("col_pos", U16)
                .column("increment", I128)
                .column("start", I128)
                .column("min_value", I128)
                .column("max_value", I128)
                .column("allocated", I128)
                .primaryKey()
                .unique(0)
                .end();
        d.table(4, "st_index")
                .column("index_id", U32)
                .column("table_id", U32)
                .column("index_name", STRING)
                .column("index_algorithm", INDEX_ALGORITHM)
                .primaryKey()
                .unique(0)
                .end();
        d.table(5, "st_constraint")
                .column("constraint_id", U32)
                .column("constraint_name", STRING)
                .column("table_id", U32)
                .column("constraint_data", CONSTRAINT_DATA)
                .primaryKey()
                .unique(0)
                .end();
        d.table(6, "st_module")
                .column("database_identity", Primitive.U256)
                .column("owner_identity", Primitive.U256)
                .column("program_kind", Primitive.U8)
                .column("program_hash", Primitive.U256)
                .column("program_bytes", BYTES)
                .column("module_version", STRING)
                .end();
        d.table(7, "st_client")
                .column("identity", Primitive.U256)
                .column("connection_id", Primitive.U128)
                .unique(0, 1)
                .end();
        d.table(8, "st_var")
                .column("name", STRING)
                .column("value", VAR_VALUE)
                .primaryKey()
                .unique(0)
                .end();
        d.table(9, "st_scheduled")
                .column("schedule_id", U32)
                .column("table_id", U32)
                .column("reducer_name", STRING)
                .column("schedule_name", STRING)
                .column("at_column", U16)
                .primaryKey()
                .unique(0)
                .unique(1)
                .end();
        d.table(10, "st_row_level_security")
                .column("table_id", U32)
                .column("sql", STRING)
                .primaryKey(1)
                .index(0)
                .unique(1)
                .end();
        d.table(11, "st_connection_credentials")
                .column("connection_id", Primitive.U128)
                .column("jwt_payload", STRING)
                .hidden()
                .primaryKey()
                .unique(0)
                .end();
        d.table(12, "st_view")
                .column("view_id", U32)
                .column("view_name", STRING)
                .column("table_id", AlgebraicType.option(U32))
                .column("is_public", BOOL)
                .column("is_anonymous", BOOL)
                .primaryKey()
                .unique(0)
                .unique(1)
                .end();
        d.table(13, "st_view_param")
                .column("view_id", U32)
                .column("param_pos", U16)
                .column("param_name", STRING)
                .column("param_type", BYTES)
                .unique(0, 1)
                .end();
        d.table(14, "st_view_column")
                .column("view_id", U32)
                .column("col_pos", U16)
                .column("col_name", STRING)
                .column("col_type", BYTES)
                .unique(0, 1)
                .end();
        d.table(15, "st_view_sub")
                .column("view_id", U32)
                .column("arg_id", U64)
                .column("identity", Primitive.U256)
                .column("num_subscribers", U64)
                .column("has_subscribers", BOOL)
                .column("last_called", Primitive.I64)
                .index(2)
                .index(4)
                .index(0, 1, 2)
                .end();
        d.table(16, "st_view_arg")
                .column("id", U64)
                .column("bytes", BYTES)
                .primaryKey()
                .unique(0)
                .unique(1)
                .end();
        d.table(17, "st_event_table").column("table_id", U32).primaryKey().unique(0).end();
        d.table(18, "st_table_accessor")
                .column("table_name", STRING)
                .column("accessor_name", STRING)
                .unique(0)
                .unique(1)
                .end();
        d.table(19, "st_index_accessor")
                .column("index_name", STRING)
                .column("accessor_name", STRING)
                .unique(0)
                .unique(1)
                .end();
        d.table(20, "st_column_accessor")
                .column("table_name", STRING)
                .column("col_name", STRING)
                .column("accessor_name", STRING)
                .unique(0, 1)
                .unique(0, 2)
                .end();
        d.table(SCHEDULE_START.value(), "st_stele_schedule_start")
                .column("table_id", U32)
                .column("schedule_id", U64)
                .column("start_micros", Primitive.I64)
                .unique(0, 1)
                .hidden()
                .end();
        return List.copyOf(d.tables);
    }

    /** The schema of the system table {@code id}. */
    public static TableSchema schema(TableId id) {
        return ALL.get(id.value() - 1);
    }

    private static final class Definer {
        final List<TableSchema> tables = new ArrayList<>();
        int nextIndexId = 1;
        int nextConstraintId = 1;

        TableDefiner table(int id, String name) {
            return new TableDefiner(this, id, name);
        }
    }

    private static final class TableDefiner {
        final Definer definer;
        final int id;
        final String name;
        final List<ColumnDef> columns = new ArrayList<>();
        final List<IndexDef> indexes = new ArrayList<>();
        final List<IndexId> indexIds = new ArrayList<>();
        final List<ConstraintDef> constraints = new ArrayList<>();
        final List<Integer> constraintIds = new ArrayList<>();
        OptionalInt primaryKey = OptionalInt.empty();
        boolean isPublic = true;

        TableDefiner(Definer definer, int id, String name) {
            this.definer = definer;
            this.id = id;
            this.name = name;
        }

        TableDefiner column(String column, AlgebraicType type) {
            columns.add(new ColumnDef(column, column, type, Optional.empty()));
            return this;
        }

        TableDefiner primaryKey() {
            return primaryKey(0);
        }

        TableDefiner primaryKey(int column) {
            primaryKey = OptionalInt.of(column);
            return this;
        }

        TableDefiner hidden() {
            isPublic = false;
            return this;
        }

        TableDefiner index(Integer... positions) {
            String index = name + "_" + joined(positions) + "_idx_btree";
            indexes.add(
                    new IndexDef(
                            index, index, Optional.empty(), IndexKind.BTREE, List.of(positions)));
            indexIds.add(new IndexId(definer.nextIndexId++));
            return this;
        }

        TableDefiner unique(Integer... positions) {
            index(positions);
            constraints.add(
                    new ConstraintDef(name + "_" + joined(positions) + "_key", List.of(positions)));
            constraintIds.add(definer.nextConstraintId++);
            return this;
        }

        String joined(Integer[] positions) {
            List<String> names = new ArrayList<>();
            for (int position : positions) {
                names.add(columns.get(position).name());
            }
            return String.join("_", names);
        }

        void end() {
            List<SequenceDef> sequences = new ArrayList<>();
            List<Integer> sequenceIds = new ArrayList<>();
            Integer sequenceId = SEQUENCE_IDS.get(id);
            if (sequenceId != null) {
                sequences.add(
                        new SequenceDef(
                                name + "_" + columns.getFirst().name() + "_seq",
                                0,
                                BigInteger.valueOf(FIRST_USER_ID + 1),
                                BigInteger.ONE,
                                I128_MAX,
                                BigInteger.ONE));
                sequenceIds.add(sequenceId);
            }
            TableDef def =
                    new TableDef(
                            name,
                            name,
                            columns,
                            primaryKey,
                            indexes,
                            constraints,
                            sequences,
                            Optional.empty(),
                            isPublic,
                            false);
            definer.tables.add(
                    new TableSchema(
                            new TableId(id),
                            def,
                            true,
                            def.rowType(),
                            indexIds,
                            constraintIds,
                            sequenceIds));
        }
    }
}
