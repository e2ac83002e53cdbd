package dev.stele.host.schema.raw;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.Lifecycle;
import java.util.List;
import java.util.Optional;

/** Version 9 of the format: names are final as they stand. */
public record RawModuleDefV9(
        Typespace typespace,
        List<Table> tables,
        List<Reducer> reducers,
        List<RawTypeDef> types,
        List<MiscExport> miscExports,
        List<String> rowLevelSecurity)
        implements RawModuleDef {
    static final int TAG = 1;

    public RawModuleDefV9 {
        tables = List.copyOf(tables);
        reducers = List.copyOf(reducers);
        types = List.copyOf(types);
        miscExports = List.copyOf(miscExports);
        rowLevelSecurity = List.copyOf(rowLevelSecurity);
    }

    /** A table whose columns are the fields of the product at {@code productTypeRef}. */
    public record Table(
            String name,
            int productTypeRef,
            List<Integer> primaryKey,
            List<RawIndexDef> indexes,
            List<RawConstraintDef> constraints,
            List<RawSequenceDef> sequences,
            Optional<Schedule> schedule,
            boolean isSystem,
            boolean isPublic) {
        public Table {
            primaryKey = List.copyOf(primaryKey);
            indexes = List.copyOf(indexes);
            constraints = List.copyOf(constraints);
            sequences = List.copyOf(sequences);
        }
    }

    /** The function that rows of the table call at the time in {@code atColumn}. */
    public record Schedule(Optional<String> name, String functionName, int atColumn) {}

    /** A reducer. */
    public record Reducer(
            String name, AlgebraicType.Product params, Optional<Lifecycle> lifecycle) {}

    /** What came to the format after its fields were fixed. */
    public sealed interface MiscExport {

        /** A default value of a column, as BSATN of the column's type. */
        record ColumnDefaultValue(String table, int column, Bytes value) implements MiscExport {
            static final int TAG = 0;
        }

        /** A procedure. */
        record Procedure(String name, AlgebraicType.Product params, AlgebraicType returnType)
                implements MiscExport {
            static final int TAG = 1;
        }

        /** A view. */
        record View(RawViewDef view) implements MiscExport {
            static final int TAG = 2;
        }
    }
}
