package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.schema.raw.RawModuleDefV10.DefaultValue;
import dev.stele.host.schema.raw.RawModuleDefV10.LifecycleReducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Procedure;
import dev.stele.host.schema.raw.RawModuleDefV10.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Schedule;
import dev.stele.host.schema.raw.RawModuleDefV10.Table;
import dev.stele.host.schema.raw.RawModuleDefV9;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings version 9 of the format into the shape of version 10, with final names. */
final class V9Declaration {

    private V9Declaration() {}

    static Declaration of(RawModuleDefV9 def, Errors errors) {
        Declaration all = Declaration.withFinalNames(def.typespace());
        all.types.addAll(def.types());
        all.rowLevelSecurity.addAll(def.rowLevelSecurity());
        for (RawModuleDefV9.Reducer reducer : def.reducers()) {
            all.reducers.add(
                    new Reducer(
                            reducer.name(),
                            reducer.params(),
                            true,
                            AlgebraicType.UNIT,
                            Primitive.STRING));
            reducer.lifecycle()
                    .ifPresent(event ->
                            all.lifecycles.add(new LifecycleReducer(event, reducer.name())));
        }
        for (MiscExport export : def.miscExports()) {
            switch (export) {
                case MiscExport.ColumnDefaultValue _ -> {}
                case MiscExport.Procedure(var name, var params, var returnType) ->
                        all.procedures.add(new Procedure(name, params, returnType, true));
                case MiscExport.View(var view) -> all.views.add(view);
            }
        }
        Map<String, List<DefaultValue>> defaults = defaults(def, errors);
        for (RawModuleDefV9.Table table : def.tables()) {
            all.tables.add(tableOf(table, defaults.getOrDefault(table.name(), List.of())));
            table.schedule()
                    .ifPresent(s ->
                            all.schedules.add(
                                    new Schedule(
                                            s.name(),
                                            table.name(),
                                            s.atColumn(),
                                            s.functionName())));
        }
        def.tables().forEach(table -> defaults.remove(table.name()));
        defaults.keySet()
                .forEach(name ->
                        errors.add(Rule.TABLE_NOT_FOUND, name, "Table " + name + " not found"));
        return all;
    }

    private static Table tableOf(RawModuleDefV9.Table table, List<DefaultValue> defaults) {
        return new Table(
                table.name(),
                table.productTypeRef(),
                table.primaryKey(),
                table.indexes(),
                table.constraints(),
                table.sequences(),
                table.isSystem(),
                table.isPublic(),
                defaults,
                false);
    }

    /** Default values by table. */
    private static Map<String, List<DefaultValue>> defaults(RawModuleDefV9 def, Errors errors) {
        Map<String, List<DefaultValue>> byTable = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (MiscExport export : def.miscExports()) {
            if (export instanceof MiscExport.ColumnDefaultValue(var table, var column, var value)) {
                if (!seen.add(column + " " + table)) {
                    errors.add(
                            Rule.REPEATED_DEFAULT_VALUE,
                            "Multiple default values for table " + table + " column " + column);
                }
                byTable.computeIfAbsent(table, _ -> new ArrayList<>())
                        .add(new DefaultValue(column, value));
            }
        }
        return byTable;
    }
}
