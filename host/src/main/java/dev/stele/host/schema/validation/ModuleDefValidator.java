package dev.stele.host.schema.validation;

import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.HttpHandlerDef;
import dev.stele.host.schema.HttpRouteDef;
import dev.stele.host.schema.Lifecycle;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.ProcedureDef;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.SubmoduleDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TypeDef;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.schema.raw.RawModuleDef;
import dev.stele.host.schema.raw.RawModuleDefV10;
import dev.stele.host.schema.raw.RawModuleDefV10.Submodule;
import dev.stele.host.schema.raw.RawModuleDefV8;
import dev.stele.host.schema.raw.RawModuleDefV9;
import dev.stele.host.schema.raw.RawTypeDef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks raw definitions and turns them into {@link ModuleDef}. Each instance is used once. */
public final class ModuleDefValidator {

    private final Errors errors;
    private final Declaration declared;
    private final Names names;
    private final Naming naming;
    private final Types types;
    private final FunctionValidator functions;

    private ModuleDefValidator(Declaration declared, Errors errors) {
        this.errors = errors;
        this.declared = declared;
        this.names = new Names(errors);
        this.naming = new Naming(declared.policy, declared.explicitNames);
        this.types =
                new Types(
                        errors,
                        declared.typespace.orElse(new Typespace(List.of())),
                        naming,
                        declared.types.stream().map(RawTypeDef::ref).collect(Collectors.toSet()));
        this.functions = new FunctionValidator(errors, names, naming, types);
    }

    /**
     * The validated definition.
     *
     * @throws InvalidModuleException with every error found
     */
    public static ModuleDef validate(RawModuleDef raw) {
        Errors errors = new Errors();
        Declaration declared =
                switch (raw) {
                    case RawModuleDefV8 v8 ->
                            V9Declaration.of(V8Conversion.toV9(v8, errors), errors);
                    case RawModuleDefV9 v9 -> V9Declaration.of(v9, errors);
                    case RawModuleDefV10 v10 -> Declaration.of(v10);
                };
        Limits.check(declared, errors);
        errors.throwIfAny();
        return new ModuleDefValidator(declared, errors).validate();
    }

    private ModuleDef validate() {
        List<SubmoduleDef> submodules = submodules();
        List<ReducerDef> reducers = declared.reducers.stream().map(functions::reducer).toList();
        List<ProcedureDef> procedures =
                declared.procedures.stream().map(functions::procedure).toList();
        List<ViewDef> views =
                declared.views.stream().flatMap(v -> functions.view(v).stream()).toList();
        int before = errors.additions();
        List<TableDef> tables =
                declared.tables.stream()
                        .flatMap(t ->
                                new TableValidator(
                                                errors,
                                                names,
                                                naming,
                                                types,
                                                declared.namesAreFinal,
                                                t)
                                        .validate().stream())
                        .sorted(Comparator.comparing(TableDef::name))
                        .toList();
        Schedules schedules = new Schedules(errors, names, naming, declared.namesAreFinal);
        if (errors.additions() == before) {
            declared.schedules.forEach(s -> schedules.add(s, tables));
        }
        List<TypeDef> typeDefs = typeDefs();
        LifecycleBinding lifecycles = new LifecycleBinding(errors, naming);
        declared.lifecycles.forEach(l -> lifecycles.add(l, reducers));
        HttpValidator http = new HttpValidator(errors, naming, functions);
        List<HttpHandlerDef> handlers = http.handlers(declared.httpHandlers);
        List<HttpRouteDef> routes = http.routes(declared.httpRoutes, handlers);
        errors.throwIfAny();

        checkFunctionNames(reducers, procedures, views);
        errors.throwIfAny();

        List<ReducerDef> boundReducers = lifecycles.attach(reducers);
        List<TableDef> scheduledTables = schedules.attach(tables, reducers, procedures);
        List<ViewDef> keyedViews =
                new ViewKeys(errors, naming)
                        .attach(views, declared.viewPrimaryKeys, scheduledTables);
        errors.throwIfAny();
        return new ModuleDef(
                types.canonical(),
                scheduledTables,
                boundReducers.stream().map(r -> withVisibility(r, schedules)).toList(),
                keyedViews,
                procedures.stream().map(p -> withVisibility(p, schedules)).toList(),
                handlers,
                submodules,
                declared.rowLevelSecurity,
                typeDefs,
                routes,
                declared.policy);
    }

    private List<TypeDef> typeDefs() {
        List<TypeDef> defs = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (RawTypeDef raw : declared.types) {
            List<String> scope = raw.scope().stream().map(naming::type).toList();
            String name = naming.type(raw.name());
            boolean namesOk = names.check(name);
            for (String part : scope) {
                namesOk &= names.check(part);
            }
            List<String> path = new ArrayList<>(scope);
            path.add(name);
            if (namesOk && !seen.add(path)) {
                errors.add(
                        Rule.DUPLICATE_TYPE_NAME,
                        name,
                        "name `" + String.join("::", path) + "` is used for multiple types");
            }
            checkType(raw);
            defs.add(new TypeDef(scope, name, raw.ref(), raw.customOrdering()));
        }
        return defs;
    }

    private void checkType(RawTypeDef raw) {
        String quoted = "\"" + String.join("::", raw.scope());
        quoted += (raw.scope().isEmpty() ? "" : "::") + raw.name() + "\"";
        var type = types.at(raw.ref());
        if (type.isEmpty()) {
            errors.add(
                    Rule.TYPE_REF,
                    quoted,
                    "Type " + quoted + " has invalid ref: " + TypeText.ref(raw.ref()));
            return;
        }
        if (!raw.customOrdering() && !TypeOrdering.isDefault(type.get())) {
            errors.add(
                    Rule.TYPE_ORDERING,
                    quoted,
                    "type `"
                            + quoted
                            + "` is not annotated with a custom ordering, but uses one: "
                            + TypeText.of(type.get()));
        }
        types.checkDefinition(raw.ref());
    }

    private void checkFunctionNames(
            List<ReducerDef> reducers, List<ProcedureDef> procedures, List<ViewDef> views) {
        List<String> all = new ArrayList<>();
        reducers.forEach(r -> all.add(r.name()));
        procedures.forEach(p -> all.add(p.name()));
        views.forEach(v -> all.add(v.name()));
        Set<String> seen = new HashSet<>();
        for (String name : all) {
            if (!seen.add(name)) {
                errors.add(
                        Rule.DUPLICATE_FUNCTION_NAME,
                        name,
                        "Name " + name + " is used for multiple reducers, procedures and/or views");
            }
        }
    }

    private ReducerDef withVisibility(ReducerDef reducer, Schedules schedules) {
        boolean isHidden =
                !declared.namesAreFinal
                        && (reducer.lifecycle().isPresent() || schedules.call(reducer.name()));
        return isHidden
                ? new ReducerDef(
                        reducer.name(),
                        reducer.sourceName(),
                        reducer.params(),
                        false,
                        reducer.lifecycle(),
                        reducer.declaredParams())
                : reducer;
    }

    private ProcedureDef withVisibility(ProcedureDef procedure, Schedules schedules) {
        boolean isHidden = !declared.namesAreFinal && schedules.call(procedure.name());
        return isHidden
                ? new ProcedureDef(
                        procedure.name(),
                        procedure.sourceName(),
                        procedure.params(),
                        procedure.returnType(),
                        false,
                        procedure.declaredParams(),
                        procedure.declaredReturnType())
                : procedure;
    }

    private List<SubmoduleDef> submodules() {
        List<SubmoduleDef> submodules = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Submodule raw : declared.submodules) {
            String namespace = raw.namespace();
            int bytes = namespace.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > Limits.NAMESPACE_BYTES_MAX) {
                errors.add(
                        Rule.NAMESPACE_TOO_LONG,
                        namespace,
                        "submodule namespace `"
                                + namespace
                                + "` is "
                                + bytes
                                + " bytes, which exceeds the "
                                + Limits.NAMESPACE_BYTES_MAX
                                + "-byte limit");
            } else if (names.check(namespace)) {
                if (seen.add(namespace)) {
                    submodule(raw).ifPresent(submodules::add);
                } else {
                    errors.add(
                            Rule.DUPLICATE_NAME,
                            namespace,
                            "name `" + namespace + "` is used for multiple entities");
                }
            }
        }
        return submodules;
    }

    private Optional<SubmoduleDef> submodule(Submodule raw) {
        Declaration inner = Declaration.of(raw.module());
        int before = errors.additions();
        Limits.check(inner, errors);
        if (errors.additions() > before) {
            return Optional.empty();
        }
        ModuleDef module;
        try {
            module = new ModuleDefValidator(inner, new Errors()).validate();
        } catch (InvalidModuleException e) {
            e.errors().forEach(message -> errors.add(Rule.LIMIT, raw.namespace(), message));
            return Optional.empty();
        }
        for (Lifecycle event : Lifecycle.values()) {
            if (module.lifecycleReducer(event).isPresent()) {
                errors.add(
                        Rule.LIFECYCLE_IN_SUBMODULE,
                        raw.namespace(),
                        "lifecycle event "
                                + LifecycleBinding.text(event)
                                + " is not permitted in submodule under namespace `"
                                + raw.namespace()
                                + "`; lifecycle reducers may only be declared in the root module");
            }
        }
        return Optional.of(new SubmoduleDef(raw.namespace(), module));
    }
}
