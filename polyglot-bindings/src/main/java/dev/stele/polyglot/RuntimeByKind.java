package dev.stele.polyglot;

import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import java.util.Map;

/** Hands every program to the runtime of its kind. */
public record RuntimeByKind(Map<Program.Kind, ModuleRuntime> runtimes) implements ModuleRuntime {

    public RuntimeByKind {
        runtimes = Map.copyOf(runtimes);
    }

    @Override
    public ModuleInstance load(Program program) throws ModuleLoadException {
        ModuleRuntime runtime = runtimes.get(program.kind());
        if (runtime == null) {
            throw new ModuleLoadException(
                    "programs of kind " + program.kind() + " are not run by this server");
        }
        return runtime.load(program);
    }
}
