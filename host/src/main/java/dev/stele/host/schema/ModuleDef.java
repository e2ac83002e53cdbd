package dev.stele.host.schema;

import dev.stele.host.sats.Typespace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A module's declaration, validated: names canonical, types resolved, references sound.
 *
 * <p>{@code tables} is sorted by name; every other list keeps the order of the declaration, which
 * is the order of the functions' ids. {@code rowLevelSecurity} is SQL that has not been looked at.
 */
public record ModuleDef(
        Typespace typespace,
        List<TableDef> tables,
        List<ReducerDef> reducers,
        List<ViewDef> views,
        List<ProcedureDef> procedures,
        List<HttpHandlerDef> httpHandlers,
        List<SubmoduleDef> submodules,
        List<String> rowLevelSecurity,
        List<TypeDef> types,
        List<HttpRouteDef> httpRoutes,
        CaseConversionPolicy casePolicy) {
    public ModuleDef {
        tables = List.copyOf(tables);
        reducers = List.copyOf(reducers);
        views = List.copyOf(views);
        procedures = List.copyOf(procedures);
        httpHandlers = List.copyOf(httpHandlers);
        submodules = List.copyOf(submodules);
        rowLevelSecurity = List.copyOf(rowLevelSecurity);
        types = List.copyOf(types);
        httpRoutes = List.copyOf(httpRoutes);
    }

    /** A definition without names for types and without routes. */
    public ModuleDef(
            Typespace typespace,
            List<TableDef> tables,
            List<ReducerDef> reducers,
            List<ViewDef> views,
            List<ProcedureDef> procedures,
            List<HttpHandlerDef> httpHandlers,
            List<SubmoduleDef> submodules,
            List<String> rowLevelSecurity) {
        this(
                typespace,
                tables,
                reducers,
                views,
                procedures,
                httpHandlers,
                submodules,
                rowLevelSecurity,
                List.of(),
                List.of(),
                CaseConversionPolicy.SNAKE_CASE);
    }

    /** The reducer bound to {@code event}. */
    public Optional<ReducerDef> lifecycleReducer(Lifecycle event) {
        return reducers.stream()
                .filter(r -> r.lifecycle().filter(event::equals).isPresent())
                .findFirst();
    }

    /** The table with canonical name or source name {@code name}. */
    public Optional<TableDef> table(String name) {
        return tables.stream()
                .filter(t -> t.name().equals(name) || t.sourceName().equals(name))
                .findFirst();
    }

    /** The reducer with canonical name {@code name}; source names do not count for calls. */
    public Optional<ReducerDef> reducer(String name) {
        return reducers.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** The procedure with canonical name {@code name}; source names do not count for calls. */
    public Optional<ProcedureDef> procedure(String name) {
        return procedures.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The view with canonical name or source name {@code name}. */
    public Optional<ViewDef> view(String name) {
        return views.stream()
                .filter(v -> v.name().equals(name) || v.sourceName().equals(name))
                .findFirst();
    }

    /**
     * The primary key that a query view has when it declares none: that of the only table with the
     * same row type.
     */
    public OptionalInt inheritedKey(ViewDef view) {
        return inheritedKey(view, tables);
    }

    /** As {@link #inheritedKey(ViewDef)}, among {@code tables}. */
    public static OptionalInt inheritedKey(ViewDef view, List<TableDef> tables) {
        if (view.returns() != ViewDef.Returns.QUERY) {
            return OptionalInt.empty();
        }
        List<TableDef> candidates =
                tables.stream().filter(t -> t.rowTypeRef() == view.rowTypeRef()).toList();
        return candidates.size() == 1 ? candidates.getFirst().primaryKey() : OptionalInt.empty();
    }
}
