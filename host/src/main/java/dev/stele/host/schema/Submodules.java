package dev.stele.host.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Puts a module and its submodules together into one definition, as the database has it: what a
 * submodule under {@code physics} declares is called {@code physics.x}. Functions are numbered as
 * guests number them: the root's first, then those of each submodule, depth first. Spec 01 section
 * 1.10.
 */
public final class Submodules {

    private final List<TableDef> tables = new ArrayList<>();
    private final List<ReducerDef> reducers = new ArrayList<>();
    private final List<ViewDef> views = new ArrayList<>();
    private final List<ProcedureDef> procedures = new ArrayList<>();

    private Submodules() {}

    /** One definition without submodules; handlers, routes and rules are those of the root. */
    public static ModuleDef flatten(ModuleDef root) {
        if (root.submodules().isEmpty()) {
            return root;
        }
        Submodules all = new Submodules();
        all.add(root, "");
        return new ModuleDef(
                root.typespace(),
                all.tables.stream().sorted(Comparator.comparing(TableDef::name)).toList(),
                all.reducers,
                all.views,
                all.procedures,
                root.httpHandlers(),
                List.of(),
                root.rowLevelSecurity(),
                root.types(),
                root.httpRoutes(),
                root.casePolicy());
    }

    private void add(ModuleDef module, String prefix) {
        module.tables().forEach(table -> tables.add(table(table, prefix)));
        module.reducers().forEach(reducer -> reducers.add(reducer(reducer, prefix)));
        int anonymous = count(true);
        int others = count(false);
        for (ViewDef view : module.views()) {
            views.add(view(view, prefix, view.isAnonymous() ? anonymous : others));
        }
        module.procedures().forEach(procedure -> procedures.add(procedure(procedure, prefix)));
        for (SubmoduleDef submodule : module.submodules()) {
            add(submodule.module(), prefix + submodule.namespace() + ".");
        }
    }

    private int count(boolean isAnonymous) {
        return (int) views.stream().filter(view -> view.isAnonymous() == isAnonymous).count();
    }

    private static TableDef table(TableDef table, String prefix) {
        return new TableDef(
                prefix + table.name(),
                prefix + table.sourceName(),
                table.columns(),
                table.primaryKey(),
                table.indexes().stream().map(index -> index(index, prefix)).toList(),
                table.constraints().stream()
                        .map(each -> new ConstraintDef(prefix + each.name(), each.columns()))
                        .toList(),
                table.sequences().stream().map(each -> sequence(each, prefix)).toList(),
                table.schedule().map(each -> schedule(each, prefix)),
                table.isPublic(),
                table.isEvent(),
                table.isSystem(),
                table.rowTypeRef());
    }

    private static IndexDef index(IndexDef index, String prefix) {
        return new IndexDef(
                prefix + index.name(),
                prefix + index.sourceName(),
                index.accessorName(),
                index.kind(),
                index.columns());
    }

    private static SequenceDef sequence(SequenceDef sequence, String prefix) {
        return new SequenceDef(
                prefix + sequence.name(),
                sequence.column(),
                sequence.start(),
                sequence.min(),
                sequence.max(),
                sequence.increment(),
                sequence.declared());
    }

    private static ScheduleDef schedule(ScheduleDef schedule, String prefix) {
        return new ScheduleDef(
                prefix + schedule.name(), schedule.atColumn(), prefix + schedule.functionName());
    }

    private static ReducerDef reducer(ReducerDef reducer, String prefix) {
        return new ReducerDef(
                prefix + reducer.name(),
                prefix + reducer.sourceName(),
                reducer.params(),
                reducer.isClientCallable(),
                prefix.isEmpty() ? reducer.lifecycle() : Optional.empty(),
                reducer.declaredParams());
    }

    private static ViewDef view(ViewDef view, String prefix, int numbersBefore) {
        return new ViewDef(
                prefix + view.name(),
                prefix + view.sourceName(),
                numbersBefore + view.index(),
                view.isPublic(),
                view.isAnonymous(),
                view.params(),
                view.returns(),
                view.columns(),
                view.primaryKey(),
                view.rowTypeRef(),
                view.declaredParams());
    }

    private static ProcedureDef procedure(ProcedureDef procedure, String prefix) {
        return new ProcedureDef(
                prefix + procedure.name(),
                prefix + procedure.sourceName(),
                procedure.params(),
                procedure.returnType(),
                procedure.isClientCallable(),
                procedure.declaredParams(),
                procedure.declaredReturnType());
    }
}
