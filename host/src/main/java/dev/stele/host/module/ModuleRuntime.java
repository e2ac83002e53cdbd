package dev.stele.host.module;

/** A language: makes instances of programs written in it. */
public interface ModuleRuntime {

    /**
     * Compiles and evaluates {@code program} on the calling thread, within the load budget.
     *
     * @throws ModuleLoadException when the program cannot be compiled, resolved or evaluated
     */
    ModuleInstance load(Program program) throws ModuleLoadException;
}
