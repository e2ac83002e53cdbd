package dev.stele.host.schema.raw;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.IndexKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Version 8 of the format, the oldest that is still read. */
public record RawModuleDefV8(
        Typespace typespace,
        List<Table> tables,
        List<Reducer> reducers,
        List<TypeAlias> typeAliases)
        implements RawModuleDef {
    static final int TAG = 0;

    public RawModuleDefV8 {
        tables = List.copyOf(tables);
        reducers = List.copyOf(reducers);
        typeAliases = List.copyOf(typeAliases);
    }

    /** A table and the position of its row type in the typespace. */
    public record Table(
            String name,
            List<AlgebraicType.Element> columns,
            List<Index> indexes,
            List<Constraint> constraints,
            List<Sequence> sequences,
            boolean isSystem,
            boolean isPublic,
            Optional<String> scheduledReducer,
            int productTypeRef) {
        public Table {
            columns = List.copyOf(columns);
            indexes = List.copyOf(indexes);
            constraints = List.copyOf(constraints);
            sequences = List.copyOf(sequences);
        }
    }

    /** An index. */
    public record Index(String name, boolean isUnique, IndexKind kind, List<Integer> columns) {
        public Index {
            columns = List.copyOf(columns);
        }
    }

    /** A set of attributes of columns, one bit each. */
    public record Constraint(String name, int attributes, List<Integer> columns) {
        public static final int UNIQUE_BIT = 0b0010;
        public static final int AUTO_INC_BIT = 0b0100;
        public static final int PRIMARY_KEY_BIT = 0b1000;

        public Constraint {
            columns = List.copyOf(columns);
        }

        public boolean has(int bit) {
            return (attributes & bit) != 0;
        }
    }

    /** An auto-increment; {@code allocated} has no meaning any more. */
    public record Sequence(
            String name,
            int column,
            BigInteger increment,
            Optional<BigInteger> start,
            Optional<BigInteger> min,
            Optional<BigInteger> max,
            BigInteger allocated) {}

    /** A reducer; three reserved names stand for lifecycle events. */
    public record Reducer(String name, AlgebraicType.Product params) {}

    /** A name for the type at {@code ref} of the typespace. */
    public record TypeAlias(String name, int ref) {}
}
