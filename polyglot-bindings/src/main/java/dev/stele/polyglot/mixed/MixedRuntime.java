package dev.stele.polyglot.mixed;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.host.schema.validation.InvalidModuleException;
import dev.stele.polyglot.RuntimeByKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loads each module of a program in the runtime for its kind. */
public final class MixedRuntime implements ModuleRuntime {

    private final ModuleRuntime parts;

    /** {@code parts} loads programs of one language. */
    public MixedRuntime(ModuleRuntime parts) {
        this.parts = parts;
    }

    /** A runtime for programs of each language, and of several. */
    public static ModuleRuntime ofAll(ModuleRuntime javaScript, ModuleRuntime wasm) {
        Map<Program.Kind, ModuleRuntime> languages =
                Map.of(Program.Kind.JS, javaScript, Program.Kind.WASM, wasm);
        Map<Program.Kind, ModuleRuntime> all = new EnumMap<>(languages);
        all.put(Program.Kind.MIXED, new MixedRuntime(new RuntimeByKind(languages)));
        return new RuntimeByKind(all);
    }

    @Override
    public ModuleInstance load(Program program) throws ModuleLoadException {
        MixedProgram mixed = MixedProgram.unpack(program.bytes());
        ModuleInstance root = parts.load(mixed.root());
        Map<String, ModuleInstance> modules = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Program> module : mixed.modules().entrySet()) {
                modules.put(module.getKey(), load(module.getKey(), module.getValue()));
            }
            return new MixedInstance(root, modules, Composition.of(root, modules));
        } catch (ModuleLoadException | RuntimeException e) {
            root.close();
            modules.values().forEach(ModuleInstance::close);
            throw e;
        }
    }

    private ModuleInstance load(String name, Program program) throws ModuleLoadException {
        try {
            return parts.load(program);
        } catch (ModuleLoadException e) {
            throw new ModuleLoadException("module " + name + ": " + e.getMessage());
        } catch (InvalidModuleException | DecodeException e) {
            throw new ModuleLoadException("module " + name + ": " + e.getMessage());
        }
    }
}
