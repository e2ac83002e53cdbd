package dev.stele.host.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What differs between two definitions of a module, when the second is to replace the first.
 *
 * <p>{@code addedTables} are new. {@code tableDifferences} say what happened to tables that were
 * there, {@code functionDifferences} what was taken away or changed of reducers, procedures, views
 * and visibility rules; new ones are no difference. This finds no way from one definition to the
 * other: it only tells whether there is nothing to do but to add tables.
 */
public record SchemaChange(
        List<TableDef> addedTables,
        List<String> tableDifferences,
        List<String> functionDifferences) {
    public SchemaChange {
        addedTables = List.copyOf(addedTables);
        tableDifferences = List.copyOf(tableDifferences);
        functionDifferences = List.copyOf(functionDifferences);
    }

    /** Compares {@code before} with what shall come {@code after} it. */
    public static SchemaChange between(ModuleDef before, ModuleDef after) {
        List<TableDef> added =
                after.tables().stream()
                        .filter(t -> find(before.tables(), TableDef::name, t.name()).isEmpty())
                        .toList();
        List<String> tables = new ArrayList<>();
        for (TableDef old : before.tables()) {
            find(after.tables(), TableDef::name, old.name())
                    .ifPresentOrElse(
                            table -> compare(old, table, tables),
                            () -> tables.add("table `" + old.name() + "` was removed"));
        }
        List<String> functions = new ArrayList<>();
        compareFunctions(before, after, functions);
        return new SchemaChange(added, tables, functions);
    }

    /** True when every table is as it was and there is no new one. */
    public boolean tablesAreIdentical() {
        return addedTables.isEmpty() && tableDifferences.isEmpty();
    }

    /** True when nothing was removed or changed. */
    public boolean isAddition() {
        return tableDifferences.isEmpty() && functionDifferences.isEmpty();
    }

    /** Everything that was removed or changed, one per line; empty when nothing was. */
    public String text() {
        List<String> all = new ArrayList<>(tableDifferences);
        all.addAll(functionDifferences);
        return String.join("\n", all);
    }

    private static <T> Optional<T> find(List<T> parts, Function<T, String> name, String wanted) {
        return parts.stream().filter(p -> name.apply(p).equals(wanted)).findFirst();
    }

    private static void compare(TableDef old, TableDef table, List<String> out) {
        String prefix = "table `" + old.name() + "`: ";
        compareColumns(prefix, old.columns(), table.columns(), out);
        compareNamed(prefix + "index", old.indexes(), table.indexes(), IndexDef::name, out);
        compareNamed(
                prefix + "constraint",
                old.constraints(),
                table.constraints(),
                ConstraintDef::name,
                out);
        compareNamed(
                prefix + "sequence", old.sequences(), table.sequences(), SequenceDef::name, out);
        compareValue(prefix + "primary key", keyText(old), keyText(table), out);
        compareValue(prefix + "schedule", scheduleText(old), scheduleText(table), out);
        compareValue(prefix + "source name", old.sourceName(), table.sourceName(), out);
        compareValue(prefix + "public", old.isPublic(), table.isPublic(), out);
        compareValue(prefix + "event table", old.isEvent(), table.isEvent(), out);
        compareValue(prefix + "system table", old.isSystem(), table.isSystem(), out);
    }

    private static String keyText(TableDef table) {
        return table.primaryKey().isPresent()
                ? "`" + table.columns().get(table.primaryKey().getAsInt()).name() + "`"
                : "none";
    }

    private static String scheduleText(TableDef table) {
        return table.schedule()
                .map(s ->
                        "`"
                                + s.functionName()
                                + "` at `"
                                + table.columns().get(s.atColumn()).name()
                                + "`")
                .orElse("none");
    }

    private static void compareColumns(
            String prefix, List<ColumnDef> old, List<ColumnDef> columns, List<String> out) {
        List<String> oldNames = old.stream().map(ColumnDef::name).toList();
        List<String> names = columns.stream().map(ColumnDef::name).toList();
        if (!oldNames.equals(names)) {
            out.add(prefix + "columns were " + oldNames + ", are " + names);
            return;
        }
        for (int i = 0; i < old.size(); i++) {
            String column = prefix + "column `" + old.get(i).name() + "`: ";
            if (!old.get(i).type().equals(columns.get(i).type())) {
                out.add(column + "the type changed");
            }
            compareValue(
                    column + "source name",
                    old.get(i).sourceName(),
                    columns.get(i).sourceName(),
                    out);
            if (!old.get(i).defaultValue().equals(columns.get(i).defaultValue())) {
                out.add(column + "the default value changed");
            }
        }
    }

    private static <T> void compareNamed(
            String what, List<T> old, List<T> now, Function<T, String> name, List<String> out) {
        Set<String> names = new HashSet<>();
        for (T part : old.stream().sorted(Comparator.comparing(name)).toList()) {
            names.add(name.apply(part));
            Optional<T> other = find(now, name, name.apply(part));
            if (other.isEmpty()) {
                out.add(what + " `" + name.apply(part) + "` was removed");
            } else if (!other.get().equals(part)) {
                out.add(what + " `" + name.apply(part) + "` changed");
            }
        }
        now.stream()
                .map(name)
                .filter(n -> !names.contains(n))
                .sorted()
                .forEach(n -> out.add(what + " `" + n + "` was added"));
    }

    private static void compareValue(String what, Object old, Object now, List<String> out) {
        if (!old.equals(now)) {
            out.add(what + " was " + old + ", is " + now);
        }
    }

    private static void compareFunctions(ModuleDef before, ModuleDef after, List<String> out) {
        for (ReducerDef old : before.reducers()) {
            compareFunction(
                    "reducer `" + old.name() + "`",
                    after.reducer(old.name())
                            .map(now ->
                                    now.params().equals(old.params())
                                            && now.isClientCallable() == old.isClientCallable()
                                            && now.lifecycle().equals(old.lifecycle())),
                    out);
        }
        for (ProcedureDef old : before.procedures()) {
            compareFunction(
                    "procedure `" + old.name() + "`",
                    after.procedure(old.name())
                            .map(now ->
                                    now.params().equals(old.params())
                                            && now.returnType().equals(old.returnType())
                                            && now.isClientCallable() == old.isClientCallable()),
                    out);
        }
        for (ViewDef old : before.views()) {
            compareFunction(
                    "view `" + old.name() + "`",
                    find(after.views(), ViewDef::name, old.name())
                            .map(now ->
                                    now.columns().equals(old.columns())
                                            && now.params().equals(old.params())
                                            && now.primaryKey().equals(old.primaryKey())
                                            && now.isPublic() == old.isPublic()
                                            && now.isAnonymous() == old.isAnonymous()),
                    out);
        }
        for (String rule : before.rowLevelSecurity()) {
            if (!after.rowLevelSecurity().contains(rule)) {
                out.add("visibility rule `" + rule + "` was removed");
            }
        }
        for (String rule : after.rowLevelSecurity()) {
            if (!before.rowLevelSecurity().contains(rule)) {
                out.add("visibility rule `" + rule + "` was added");
            }
        }
    }

    private static void compareFunction(String what, Optional<Boolean> isEqual, List<String> out) {
        if (isEqual.isEmpty()) {
            out.add(what + " was removed");
        } else if (!isEqual.get()) {
            out.add(what + " changed");
        }
    }
}
