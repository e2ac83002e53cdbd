package dev.stele.host.schema.validation;

import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.Lifecycle;
import dev.stele.host.schema.raw.RawConstraintDef;
import dev.stele.host.schema.raw.RawIndexAlgorithm;
import dev.stele.host.schema.raw.RawIndexDef;
import dev.stele.host.schema.raw.RawModuleDefV8;
import dev.stele.host.schema.raw.RawModuleDefV8.Constraint;
import dev.stele.host.schema.raw.RawModuleDefV8.Table;
import dev.stele.host.schema.raw.RawModuleDefV9;
import dev.stele.host.schema.raw.RawSequenceDef;
import dev.stele.host.schema.raw.RawTypeDef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings version 8 of the format into the shape of version 9. What is unique, auto-incremented or
 * the primary key was said in attribute bits of constraints, and again in indexes and sequences.
 */
final class V8Conversion {

    private static final Map<String, Lifecycle> EVENTS =
            Map.of(
                    "__init__", Lifecycle.INIT,
                    "__identity_connected__", Lifecycle.ON_CONNECT,
                    "__identity_disconnected__", Lifecycle.ON_DISCONNECT);

    private static final String SCHEDULED_AT = "scheduled_at";

    private V8Conversion() {}

    static RawModuleDefV9 toV9(RawModuleDefV8 v8, Errors errors) {
        v8.tables()
                .forEach(t -> {
                    Limits.check("indexes of a table", t.indexes(), errors);
                    Limits.check("constraints of a table", t.constraints(), errors);
                    Limits.check("sequences of a table", t.sequences(), errors);
                });
        errors.throwIfAny();
        return new RawModuleDefV9(
                v8.typespace(),
                v8.tables().stream().map(V8Conversion::table).toList(),
                v8.reducers().stream()
                        .map(r ->
                                new RawModuleDefV9.Reducer(
                                        r.name(),
                                        r.params(),
                                        Optional.ofNullable(EVENTS.get(r.name()))))
                        .toList(),
                v8.typeAliases().stream().map(V8Conversion::type).toList(),
                List.of(),
                List.of());
    }

    private static RawTypeDef type(RawModuleDefV8.TypeAlias alias) {
        List<String> path = List.of(alias.name().split("::", -1));
        return new RawTypeDef(path.subList(0, path.size() - 1), path.getLast(), alias.ref(), true);
    }

    private static RawModuleDefV9.Table table(Table table) {
        Set<List<Integer>> unique = new LinkedHashSet<>();
        table.indexes().stream()
                .filter(RawModuleDefV8.Index::isUnique)
                .forEach(i -> unique.add(i.columns()));
        table.constraints().stream()
                .filter(c -> c.has(Constraint.UNIQUE_BIT))
                .forEach(c -> unique.add(c.columns()));
        List<RawIndexDef> indexes = new ArrayList<>();
        table.indexes()
                .forEach(i ->
                        indexes.add(
                                new RawIndexDef(
                                        Optional.of(i.name()),
                                        Optional.empty(),
                                        new RawIndexAlgorithm(i.kind(), i.columns()))));
        for (List<Integer> columns : unique) {
            if (indexes.stream().noneMatch(i -> i.algorithm().columns().equals(columns))) {
                indexes.add(
                        new RawIndexDef(
                                Optional.empty(),
                                Optional.empty(),
                                new RawIndexAlgorithm(IndexKind.BTREE, columns)));
            }
        }
        return new RawModuleDefV9.Table(
                table.name(),
                table.productTypeRef(),
                table.constraints().stream()
                        .filter(c -> c.has(Constraint.PRIMARY_KEY_BIT))
                        .flatMap(c -> c.columns().stream())
                        .distinct()
                        .toList(),
                indexes,
                unique.stream().map(c -> new RawConstraintDef(Optional.empty(), c)).toList(),
                sequences(table),
                schedule(table),
                table.isSystem(),
                table.isPublic());
    }

    private static List<RawSequenceDef> sequences(Table table) {
        List<RawSequenceDef> sequences = new ArrayList<>();
        for (RawModuleDefV8.Sequence s : table.sequences()) {
            sequences.add(
                    new RawSequenceDef(
                            Optional.of(s.name()),
                            s.column(),
                            s.start(),
                            s.min(),
                            s.max(),
                            s.increment()));
        }
        table.constraints().stream()
                .filter(c -> c.has(Constraint.AUTO_INC_BIT))
                .flatMap(c -> c.columns().stream())
                .filter(column -> sequences.stream().noneMatch(s -> s.column() == column))
                .forEach(column ->
                        sequences.add(
                                new RawSequenceDef(
                                        Optional.empty(),
                                        column,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        BigInteger.ONE)));
        return sequences;
    }

    private static Optional<RawModuleDefV9.Schedule> schedule(Table table) {
        int at = 0;
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().filter(SCHEDULED_AT::equals).isPresent()) {
                at = i;
            }
        }
        int atColumn = at;
        return table.scheduledReducer()
                .map(r -> new RawModuleDefV9.Schedule(Optional.empty(), r, atColumn));
    }
}
