package dev.stele.polyglot.mixed;

import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.TableDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what one module says of another with what that one is. */
final class Expectations {

    private final String module;
    private final List<String> problems = new ArrayList<>();

    Expectations(String module) {
        this.module = module;
    }

    /** What of {@code expected} is not so; {@code actual} may have more. */
    List<String> check(ModuleDef expected, ModuleDef actual) {
        for (TableDef table : expected.tables()) {
            Optional<TableDef> found = actual.table(table.name());
            if (found.isEmpty()) {
                problems.add("module " + module + " has no table " + table.name());
            } else {
                check(table, found.get());
            }
        }
        for (ReducerDef reducer : expected.reducers()) {
            Optional<ReducerDef> found = actual.reducer(reducer.name());
            if (found.isEmpty()) {
                problems.add("module " + module + " has no reducer " + reducer.name());
            } else if (!found.get().params().equals(reducer.params())) {
                differ(
                        "parameters of reducer " + reducer.name(),
                        found.get().params(),
                        reducer.params());
            }
        }
        return List.copyOf(problems);
    }

    private void check(TableDef expected, TableDef actual) {
        if (!types(expected).equals(types(actual))) {
            differ("columns of table " + expected.name(), types(actual), types(expected));
        }
        for (IndexDef index : expected.indexes()) {
            boolean isThere =
                    actual.indexes().stream()
                            .anyMatch(other ->
                                    other.sourceName().equals(index.sourceName())
                                            && other.columns().equals(index.columns()));
            if (!isThere) {
                problems.add(
                        "module "
                                + module
                                + ": table "
                                + expected.name()
                                + " has no index "
                                + index.sourceName());
            }
        }
    }

    private static List<String> types(TableDef table) {
        return table.columns().stream().map(Expectations::text).toList();
    }

    private static String text(ColumnDef column) {
        return column.name() + ": " + column.type();
    }

    private void differ(String what, Object actual, Object expected) {
        problems.add(
                "module " + module + ": " + what + " are " + actual + ", expected " + expected);
    }
}
