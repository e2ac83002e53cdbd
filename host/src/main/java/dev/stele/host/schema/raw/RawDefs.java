package dev.stele.host.schema.raw;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.HttpHandlerDef;
import dev.stele.host.schema.HttpRouteDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.Lifecycle;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.SequenceDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TypeDef;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.schema.raw.RawModuleDefV10.DefaultValue;
import dev.stele.host.schema.raw.RawModuleDefV10.ExplicitName;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Definitions in the raw formats, made from validated ones. */
public final class RawDefs {

    private RawDefs() {}

    /**
     * Version 9: canonical names everywhere, tables, indexes, constraints, types, procedures and
     * views sorted by name. It cannot say which tables are event tables, nor which functions are
     * private.
     */
    public static RawModuleDefV9 v9(ModuleDef def) {
        return new RawModuleDefV9(
                def.typespace(),
                def.tables().stream().map(RawDefs::tableV9).toList(),
                def.reducers().stream()
                        .map(r ->
                                new RawModuleDefV9.Reducer(
                                        r.name(), r.declaredParams(), r.lifecycle()))
                        .toList(),
                def.types().stream()
                        .map(RawDefs::type)
                        .sorted(
                                Comparator.comparing((RawTypeDef t) -> String.join("::", t.scope()))
                                        .thenComparing(RawTypeDef::name))
                        .toList(),
                miscExports(def),
                def.rowLevelSecurity());
    }

    private static List<MiscExport> miscExports(ModuleDef def) {
        List<MiscExport> exports = new ArrayList<>();
        for (TableDef table : def.tables()) {
            defaults(table)
                    .forEach(d ->
                            exports.add(
                                    new MiscExport.ColumnDefaultValue(
                                            table.name(), d.column(), d.value())));
        }
        def.procedures()
                .forEach(p ->
                        exports.add(
                                new MiscExport.Procedure(
                                        p.name(), p.declaredParams(), p.declaredReturnType())));
        def.views().forEach(v -> exports.add(new MiscExport.View(view(v, v.name()))));
        return exports;
    }

    private static RawModuleDefV9.Table tableV9(TableDef table) {
        return new RawModuleDefV9.Table(
                table.name(),
                table.rowTypeRef(),
                columns(table.primaryKey()),
                sorted(table.indexes(), IndexDef::name, i -> index(i, i.name())),
                sorted(table.constraints(), ConstraintDef::name, RawDefs::constraint),
                sorted(table.sequences(), SequenceDef::name, RawDefs::sequence),
                table.schedule()
                        .map(s ->
                                new RawModuleDefV9.Schedule(
                                        Optional.of(s.name()), s.functionName(), s.atColumn())),
                table.isSystem(),
                table.isPublic());
    }

    /**
     * Version 10: source names, and the canonical name of every table and function as an explicit
     * name. The typespace has canonical names.
     */
    public static RawModuleDefV10 v10(ModuleDef def) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section.TypespaceSection(def.typespace()));
        addUnlessEmpty(
                sections, def.types().stream().map(RawDefs::type).toList(), Section.Types::new);
        addUnlessEmpty(
                sections,
                def.tables().stream().map(RawDefs::tableV10).toList(),
                Section.Tables::new);
        addFunctions(sections, def);
        if (def.casePolicy() != CaseConversionPolicy.SNAKE_CASE) {
            sections.add(new Section.CasePolicy(def.casePolicy()));
        }
        addUnlessEmpty(
                sections,
                def.httpHandlers().stream().map(HttpHandlerDef::sourceName).toList(),
                Section.HttpHandlers::new);
        addUnlessEmpty(
                sections,
                def.httpRoutes().stream().map(r -> route(r, def)).toList(),
                Section.HttpRoutes::new);
        addUnlessEmpty(
                sections,
                def.submodules().stream()
                        .map(s -> new RawModuleDefV10.Submodule(s.namespace(), v10(s.module())))
                        .toList(),
                Section.Submodules::new);
        addUnlessEmpty(sections, explicitNames(def), Section.ExplicitNames::new);
        return new RawModuleDefV10(sections);
    }

    private static void addFunctions(List<Section> sections, ModuleDef def) {
        addUnlessEmpty(
                sections,
                def.reducers().stream()
                        .map(r ->
                                new RawModuleDefV10.Reducer(
                                        r.sourceName(),
                                        r.declaredParams(),
                                        r.isClientCallable(),
                                        AlgebraicType.UNIT,
                                        Primitive.STRING))
                        .toList(),
                Section.Reducers::new);
        addUnlessEmpty(
                sections,
                def.procedures().stream()
                        .map(p ->
                                new RawModuleDefV10.Procedure(
                                        p.sourceName(),
                                        p.declaredParams(),
                                        p.declaredReturnType(),
                                        p.isClientCallable()))
                        .toList(),
                Section.Procedures::new);
        addUnlessEmpty(
                sections,
                def.views().stream().map(v -> view(v, v.sourceName())).toList(),
                Section.Views::new);
        addUnlessEmpty(
                sections,
                def.views().stream().flatMap(v -> viewKey(v, def).stream()).toList(),
                Section.ViewPrimaryKeys::new);
        addUnlessEmpty(
                sections,
                def.tables().stream().flatMap(t -> schedule(t, def).stream()).toList(),
                Section.Schedules::new);
        addUnlessEmpty(sections, lifecycles(def), Section.LifecycleReducers::new);
        addUnlessEmpty(sections, def.rowLevelSecurity(), Section.RowLevelSecurity::new);
    }

    private static <T> void addUnlessEmpty(
            List<Section> sections, List<T> parts, Function<List<T>, Section> section) {
        if (!parts.isEmpty()) {
            sections.add(section.apply(parts));
        }
    }

    private static RawModuleDefV10.Table tableV10(TableDef table) {
        return new RawModuleDefV10.Table(
                table.sourceName(),
                table.rowTypeRef(),
                columns(table.primaryKey()),
                table.indexes().stream().map(i -> index(i, i.sourceName())).toList(),
                table.constraints().stream().map(RawDefs::constraint).toList(),
                table.sequences().stream().map(RawDefs::sequence).toList(),
                table.isSystem(),
                table.isPublic(),
                defaults(table),
                table.isEvent());
    }

    private static List<DefaultValue> defaults(TableDef table) {
        List<DefaultValue> defaults = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            int column = i;
            ColumnDef def = table.columns().get(i);
            def.defaultValue().ifPresent(value -> defaults.add(new DefaultValue(column, value)));
        }
        return defaults;
    }

    private static Optional<RawModuleDefV10.Schedule> schedule(TableDef table, ModuleDef def) {
        return table.schedule()
                .map(s ->
                        new RawModuleDefV10.Schedule(
                                Optional.of(s.name()),
                                table.sourceName(),
                                s.atColumn(),
                                functionSource(s.functionName(), def)));
    }

    /** What the module calls the reducer or procedure {@code name}. */
    private static String functionSource(String name, ModuleDef def) {
        return def.reducer(name)
                .map(r -> r.sourceName())
                .or(() -> def.procedure(name).map(p -> p.sourceName()))
                .orElse(name);
    }

    private static List<RawModuleDefV10.LifecycleReducer> lifecycles(ModuleDef def) {
        List<RawModuleDefV10.LifecycleReducer> lifecycles = new ArrayList<>();
        for (Lifecycle event : Lifecycle.values()) {
            def.lifecycleReducer(event)
                    .ifPresent(r ->
                            lifecycles.add(
                                    new RawModuleDefV10.LifecycleReducer(event, r.sourceName())));
        }
        return lifecycles;
    }

    /** The key that must be said: a query view has that of its table without a word. */
    private static Optional<RawModuleDefV10.ViewPrimaryKey> viewKey(ViewDef view, ModuleDef def) {
        if (view.primaryKey().isEmpty() || view.primaryKey().equals(def.inheritedKey(view))) {
            return Optional.empty();
        }
        ColumnDef column = view.columns().get(view.primaryKey().getAsInt());
        return Optional.of(
                new RawModuleDefV10.ViewPrimaryKey(
                        view.sourceName(), List.of(column.sourceName())));
    }

    private static RawModuleDefV10.HttpRoute route(HttpRouteDef route, ModuleDef def) {
        String handler =
                def.httpHandlers().stream()
                        .filter(h -> h.name().equals(route.handler()))
                        .findFirst()
                        .orElseThrow()
                        .sourceName();
        return new RawModuleDefV10.HttpRoute(handler, route.method(), route.path());
    }

    private static List<ExplicitName> explicitNames(ModuleDef def) {
        List<ExplicitName> names = new ArrayList<>();
        def.tables().forEach(t -> add(names, ExplicitName.Kind.TABLE, t.sourceName(), t.name()));
        def.reducers()
                .forEach(r -> add(names, ExplicitName.Kind.FUNCTION, r.sourceName(), r.name()));
        def.procedures()
                .forEach(p -> add(names, ExplicitName.Kind.FUNCTION, p.sourceName(), p.name()));
        def.views().forEach(v -> add(names, ExplicitName.Kind.FUNCTION, v.sourceName(), v.name()));
        return names;
    }

    private static void add(
            List<ExplicitName> names, ExplicitName.Kind kind, String sourceName, String name) {
        names.add(new ExplicitName(kind, sourceName, name));
    }

    private static RawTypeDef type(TypeDef type) {
        return new RawTypeDef(type.scope(), type.name(), type.ref(), type.customOrdering());
    }

    private static RawViewDef view(ViewDef view, String name) {
        return new RawViewDef(
                name,
                view.index(),
                view.isPublic(),
                view.isAnonymous(),
                view.declaredParams(),
                view.declaredReturnType());
    }

    private static RawIndexDef index(IndexDef index, String name) {
        return new RawIndexDef(
                Optional.of(name),
                index.accessorName(),
                new RawIndexAlgorithm(index.kind(), index.columns()));
    }

    private static RawConstraintDef constraint(ConstraintDef constraint) {
        return new RawConstraintDef(Optional.of(constraint.name()), constraint.columns());
    }

    private static RawSequenceDef sequence(SequenceDef sequence) {
        return new RawSequenceDef(
                Optional.of(sequence.name()),
                sequence.column(),
                sequence.declared().start(),
                sequence.declared().min(),
                sequence.declared().max(),
                sequence.increment());
    }

    private static List<Integer> columns(OptionalInt column) {
        return column.isPresent() ? List.of(column.getAsInt()) : List.of();
    }

    private static <T, R> List<R> sorted(
            Collection<T> parts, Function<T, String> name, Function<T, R> raw) {
        return parts.stream().sorted(Comparator.comparing(name)).map(raw).toList();
    }
}
