package dev.stele.host.schema.validation;

import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.raw.RawModuleDefV10;
import dev.stele.host.schema.raw.RawModuleDefV10.ExplicitName;
import dev.stele.host.schema.raw.RawModuleDefV10.HttpRoute;
import dev.stele.host.schema.raw.RawModuleDefV10.LifecycleReducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Procedure;
import dev.stele.host.schema.raw.RawModuleDefV10.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Schedule;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.raw.RawModuleDefV10.Submodule;
import dev.stele.host.schema.raw.RawModuleDefV10.Table;
import dev.stele.host.schema.raw.RawModuleDefV10.ViewPrimaryKey;
import dev.stele.host.schema.raw.RawTypeDef;
import dev.stele.host.schema.raw.RawViewDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sections of a definition, whatever the version of its format and the order they came in. A
 * section that comes twice adds to what is there. Filled once, by one thread.
 *
 * <p>With {@code namesAreFinal}, as in versions 8 and 9, names of indexes, constraints, sequences
 * and schedules are taken as they are given, and schedules do not hide their function from clients.
 */
final class Declaration {
    final boolean namesAreFinal;
    CaseConversionPolicy policy;
    Optional<Typespace> typespace = Optional.empty();
    int typespaces;
    final List<RawTypeDef> types = new ArrayList<>();
    final List<Table> tables = new ArrayList<>();
    final List<Reducer> reducers = new ArrayList<>();
    final List<Procedure> procedures = new ArrayList<>();
    final List<RawViewDef> views = new ArrayList<>();
    final List<Schedule> schedules = new ArrayList<>();
    final List<LifecycleReducer> lifecycles = new ArrayList<>();
    final List<String> rowLevelSecurity = new ArrayList<>();
    final List<ExplicitName> explicitNames = new ArrayList<>();
    final List<String> httpHandlers = new ArrayList<>();
    final List<HttpRoute> httpRoutes = new ArrayList<>();
    final List<ViewPrimaryKey> viewPrimaryKeys = new ArrayList<>();
    final List<Submodule> submodules = new ArrayList<>();

    private Declaration(CaseConversionPolicy policy, boolean namesAreFinal) {
        this.policy = policy;
        this.namesAreFinal = namesAreFinal;
    }

    /** An empty declaration whose names are final. */
    static Declaration withFinalNames(Typespace typespace) {
        Declaration declaration = new Declaration(CaseConversionPolicy.NONE, true);
        declaration.typespace = Optional.of(typespace);
        return declaration;
    }

    static Declaration of(RawModuleDefV10 def) {
        Declaration all = new Declaration(CaseConversionPolicy.SNAKE_CASE, false);
        for (Section section : def.sections()) {
            switch (section) {
                case Section.TypespaceSection(var typespace) -> {
                    all.typespace = Optional.of(typespace);
                    all.typespaces++;
                }
                case Section.Types(var types) -> all.types.addAll(types);
                case Section.Tables(var tables) -> all.tables.addAll(tables);
                case Section.Reducers(var reducers) -> all.reducers.addAll(reducers);
                case Section.Procedures(var procedures) -> all.procedures.addAll(procedures);
                case Section.Views(var views) -> all.views.addAll(views);
                case Section.Schedules(var schedules) -> all.schedules.addAll(schedules);
                case Section.LifecycleReducers(var reducers) -> all.lifecycles.addAll(reducers);
                case Section.RowLevelSecurity(var queries) -> all.rowLevelSecurity.addAll(queries);
                case Section.CasePolicy(var policy) -> all.policy = policy;
                case Section.ExplicitNames(var entries) -> all.explicitNames.addAll(entries);
                case Section.HttpHandlers(var names) -> all.httpHandlers.addAll(names);
                case Section.HttpRoutes(var routes) -> all.httpRoutes.addAll(routes);
                case Section.ViewPrimaryKeys(var keys) -> all.viewPrimaryKeys.addAll(keys);
                case Section.Submodules(var submodules) -> all.submodules.addAll(submodules);
            }
        }
        return all;
    }
}
