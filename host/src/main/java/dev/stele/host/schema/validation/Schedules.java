package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ProcedureDef;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.ScheduleDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.raw.RawModuleDefV10.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Validates schedules and gives them to their tables. */
final class Schedules {

    private final Errors errors;
    private final Names names;
    private final Naming naming;
    private final boolean namesAreFinal;

    /** Schedules by canonical name of the table. */
    private final Map<String, ScheduleDef> byTable = new LinkedHashMap<>();

    Schedules(Errors errors, Names names, Naming naming, boolean namesAreFinal) {
        this.errors = errors;
        this.names = names;
        this.naming = naming;
        this.namesAreFinal = namesAreFinal;
    }

    /** Checks a schedule for itself, against {@code tables}. */
    void add(Schedule raw, List<TableDef> tables) {
        String tableName = naming.table(raw.tableName());
        Optional<TableDef> found =
                tables.stream().filter(t -> t.name().equals(tableName)).findFirst();
        if (found.isEmpty()) {
            errors.add(
                    Rule.TABLE_NOT_FOUND,
                    raw.tableName(),
                    "Table " + raw.tableName() + " not found");
            return;
        }
        TableDef table = found.get();
        if (!hasScheduleColumns(table, raw.atColumn())) {
            errors.add(
                    Rule.SCHEDULE_COLUMNS,
                    raw.tableName(),
                    "A scheduled table must have columns `scheduled_id: u64` and `scheduled_at:"
                            + " ScheduledAt`, but table `"
                            + raw.tableName()
                            + "` has columns "
                            + TypeText.of(table.rowType()));
        }
        String generated = Naming.generatedSchedule(tableName);
        String name = namesAreFinal ? raw.sourceName().orElse(generated) : generated;
        String function = naming.function(raw.functionName());
        names.check(function);
        if (names.take(name) && names.check(name)) {
            ScheduleDef schedule = new ScheduleDef(name, raw.atColumn(), function);
            if (byTable.put(tableName, schedule) != null) {
                errors.add(
                        Rule.DUPLICATE_SCHEDULE,
                        tableName,
                        "table " + tableName + " is assigned in multiple schedules");
            }
        }
    }

    private static boolean hasScheduleColumns(TableDef table, int atColumn) {
        List<ColumnDef> columns = table.columns();
        return atColumn < columns.size()
                && columns.get(atColumn).type().equals(SpecialType.SCHEDULE_AT)
                && table.primaryKey().isPresent()
                && columns.get(table.primaryKey().getAsInt()).type() == Primitive.U64;
    }

    /** The tables with their schedules, whose functions are checked. */
    List<TableDef> attach(
            List<TableDef> tables, List<ReducerDef> reducers, List<ProcedureDef> procedures) {
        return tables.stream()
                .map(table -> {
                    ScheduleDef schedule = byTable.get(table.name());
                    if (schedule == null) {
                        return table;
                    }
                    checkFunction(table, schedule, reducers, procedures);
                    return withSchedule(table, schedule);
                })
                .toList();
    }

    /** Whether a schedule calls the function {@code name}. */
    boolean call(String name) {
        return byTable.values().stream().anyMatch(s -> s.functionName().equals(name));
    }

    private void checkFunction(
            TableDef table,
            ScheduleDef schedule,
            List<ReducerDef> reducers,
            List<ProcedureDef> procedures) {
        String function = schedule.functionName();
        Optional<Product> params =
                reducers.stream()
                        .filter(r -> r.name().equals(function))
                        .map(ReducerDef::declaredParams)
                        .findFirst()
                        .or(() ->
                                procedures.stream()
                                        .filter(p -> p.name().equals(function))
                                        .map(ProcedureDef::declaredParams)
                                        .findFirst());
        if (params.isEmpty()) {
            errors.add(
                    Rule.SCHEDULED_FUNCTION_MISSING,
                    schedule.name(),
                    "Schedule "
                            + schedule.name()
                            + " refers to a scheduled reducer or procedure "
                            + function
                            + " that does not exist");
            return;
        }
        AlgebraicType row = new AlgebraicType.Ref(table.rowTypeRef());
        List<AlgebraicType.Element> elements = params.get().elements();
        if (elements.size() != 1 || !elements.getFirst().type().equals(row)) {
            errors.add(
                    Rule.SCHEDULED_FUNCTION_PARAMS,
                    function,
                    "Scheduled reducer "
                            + function
                            + " expected to have type (0: "
                            + TypeText.of(row)
                            + "), but has type "
                            + TypeText.of(params.get()));
        }
    }

    private static TableDef withSchedule(TableDef table, ScheduleDef schedule) {
        return new TableDef(
                table.name(),
                table.sourceName(),
                table.columns(),
                table.primaryKey(),
                table.indexes(),
                table.constraints(),
                table.sequences(),
                Optional.of(schedule),
                table.isPublic(),
                table.isEvent(),
                table.isSystem(),
                table.rowTypeRef());
    }
}
