package dev.stele.polyglot.mixed;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.SubmoduleDef;
import dev.stele.host.schema.Submodules;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.raw.RawModuleDefV10;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.raw.RawModuleDefV10.Submodule;
import dev.stele.host.schema.validation.InvalidModuleException;
import dev.stele.host.schema.validation.ModuleDefValidator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The definition of several modules as one, and who has each of its functions. A submodule that the
 * root declares under the name of another module is what the root expects of it, and the module
 * itself takes its place; modules that the root does not mention stand behind.
 */
final class Composition {

    /** The name of the root. */
    static final String ROOT = "";

    /** A function: the module that has it, and its number there. */
    record Target(String module, int id) {}

    /** A reducer that other modules may call. */
    record Callee(Target target, ReducerDef def) {}

    private final Bytes description;
    private final List<Target> reducers = new ArrayList<>();
    private final List<Target> procedures = new ArrayList<>();
    private final List<Target> views = new ArrayList<>();
    private final List<Target> anonymousViews = new ArrayList<>();
    private final Map<String, Callee> byName = new HashMap<>();

    private Composition(Bytes description, ModuleDef root, ModuleDef whole, Set<String> modules) {
        this.description = description;
        Map<String, Numbers> numbers = new HashMap<>();
        locate(whole, ROOT, modules, numbers);
        List<ReducerDef> all = Submodules.flatten(whole).reducers();
        for (int i = 0; i < all.size(); i++) {
            byName.put(all.get(i).name(), new Callee(reducers.get(i), all.get(i)));
        }
        for (SubmoduleDef expected : root.submodules()) {
            String prefix = expected.namespace() + ".";
            for (ReducerDef reducer : expected.module().reducers()) {
                Callee callee = byName.get(prefix + reducer.name());
                if (callee != null) {
                    byName.putIfAbsent(prefix + reducer.sourceName(), callee);
                }
            }
        }
    }

    /** How many functions of each kind a module has so far. */
    private static final class Numbers {
        private int reducers;
        private int procedures;
        private int views;
        private int anonymousViews;
    }

    /**
     * Puts the definitions together.
     *
     * @throws ModuleLoadException when they do not fit
     */
    static Composition of(ModuleInstance root, Map<String, ModuleInstance> modules)
            throws ModuleLoadException {
        Map<String, RawModuleDefV10> raw = new HashMap<>();
        for (Map.Entry<String, ModuleInstance> module : modules.entrySet()) {
            raw.put(module.getKey(), definition(module.getKey(), module.getValue()));
        }
        RawModuleDefV10 rootDef = definition(ROOT, root);
        ModuleDef expected = validated(ROOT, rootDef);
        checkExpectations(expected, raw);
        RawModuleDefV10 whole = composed(rootDef, raw);
        return new Composition(
                RawModuleDefCodec.encode(whole),
                expected,
                validated(ROOT, whole),
                modules.keySet());
    }

    private static RawModuleDefV10 definition(String name, ModuleInstance module)
            throws ModuleLoadException {
        try {
            if (RawModuleDefCodec.decode(module.describe()) instanceof RawModuleDefV10 def) {
                return def;
            }
        } catch (DecodeException e) {
            throw failure(name, String.valueOf(e.getMessage()));
        }
        throw failure(name, "its definition has an old format; build it with a current SDK");
    }

    private static ModuleDef validated(String name, RawModuleDefV10 def)
            throws ModuleLoadException {
        try {
            return ModuleDefValidator.validate(def);
        } catch (InvalidModuleException | DecodeException e) {
            throw failure(name, String.valueOf(e.getMessage()));
        }
    }

    private static ModuleLoadException failure(String name, String why) {
        return new ModuleLoadException((name.isEmpty() ? "" : "module " + name + ": ") + why);
    }

    private static void checkExpectations(ModuleDef root, Map<String, RawModuleDefV10> raw)
            throws ModuleLoadException {
        for (Map.Entry<String, RawModuleDefV10> module : raw.entrySet()) {
            String name = module.getKey();
            ModuleDef actual = validated(name, module.getValue());
            if (!actual.httpHandlers().isEmpty()) {
                throw failure(name, "it has HTTP handlers, which only the root module may have");
            }
            for (SubmoduleDef expected : root.submodules()) {
                if (expected.namespace().equals(name)) {
                    List<String> problems = new Expectations(name).check(expected.module(), actual);
                    if (!problems.isEmpty()) {
                        throw new ModuleLoadException(String.join("\n", problems));
                    }
                }
            }
        }
    }

    private static RawModuleDefV10 composed(
            RawModuleDefV10 root, Map<String, RawModuleDefV10> modules) {
        Set<String> left = new HashSet<>(modules.keySet());
        List<Section> sections = new ArrayList<>();
        for (Section section : root.sections()) {
            sections.add(
                    section instanceof Section.Submodules(List<Submodule> declared)
                            ? new Section.Submodules(
                                    declared.stream().map(replaced(modules, left)).toList())
                            : section);
        }
        if (!left.isEmpty()) {
            sections.add(
                    new Section.Submodules(
                            new TreeMap<>(modules)
                                    .entrySet().stream()
                                            .filter(module -> left.contains(module.getKey()))
                                            .map(module ->
                                                    new Submodule(
                                                            module.getKey(), module.getValue()))
                                            .toList()));
        }
        return new RawModuleDefV10(sections);
    }

    private static Function<Submodule, Submodule> replaced(
            Map<String, RawModuleDefV10> modules, Set<String> left) {
        return declared -> {
            RawModuleDefV10 actual = modules.get(declared.namespace());
            if (actual == null) {
                return declared;
            }
            left.remove(declared.namespace());
            return new Submodule(declared.namespace(), actual);
        };
    }

    /** Numbers the functions of {@code def}, which belong to {@code module}, depth first. */
    private void locate(
            ModuleDef def, String module, Set<String> modules, Map<String, Numbers> numbers) {
        Numbers own = numbers.computeIfAbsent(module, _ -> new Numbers());
        def.reducers().forEach(_ -> reducers.add(new Target(module, own.reducers++)));
        def.procedures().forEach(_ -> procedures.add(new Target(module, own.procedures++)));
        def.views()
                .forEach(view -> {
                    if (view.isAnonymous()) {
                        anonymousViews.add(new Target(module, own.anonymousViews++));
                    } else {
                        views.add(new Target(module, own.views++));
                    }
                });
        for (SubmoduleDef submodule : def.submodules()) {
            boolean isOther = module.equals(ROOT) && modules.contains(submodule.namespace());
            locate(submodule.module(), isOther ? submodule.namespace() : module, modules, numbers);
        }
    }

    /** The definition of all. */
    Bytes description() {
        return description;
    }

    Target reducer(int id) {
        return reducers.get(id);
    }

    Target procedure(int id) {
        return procedures.get(id);
    }

    Target view(int id, boolean isAnonymous) {
        return (isAnonymous ? anonymousViews : views).get(id);
    }

    /**
     * The reducer with the full name {@code name}, as it is or as the root calls it; null when
     * there is none.
     */
    @Nullable Callee callee(String name) {
        return byName.get(name);
    }
}
