package dev.stele.host.module;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.ProcedureDef;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.Submodules;
import dev.stele.host.schema.ViewDef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program with its validated definition; its reducers can be found by name. Immutable. */
final class LoadedModule {

    /** A reducer and the id by which its guest knows it. */
    record Reducer(int id, ReducerDef def) {

        /** Why {@code args} are not the arguments of this reducer, if so. */
        Optional<String> argumentsProblem(Bytes args) {
            try {
                new BsatnReader(args).skipValue(def.params());
                return Optional.empty();
            } catch (DecodeException e) {
                return Optional.of(
                        "invalid arguments for reducer " + def.name() + ": " + e.getMessage());
            }
        }
    }

    /** A procedure and the id by which its guest knows it. */
    record Procedure(int id, ProcedureDef def) {

        /** Why {@code args} are not the arguments of this procedure, if so. */
        Optional<String> argumentsProblem(Bytes args) {
            try {
                new BsatnReader(args).skipValue(def.params());
                return Optional.empty();
            } catch (DecodeException e) {
                return Optional.of(
                        "invalid arguments for procedure " + def.name() + ": " + e.getMessage());
            }
        }
    }

    private final Program program;
    private final Bytes hash;
    private final ModuleDef declared;
    private final ModuleDef def;
    private final Map<String, Reducer> reducers = new HashMap<>();
    private final Map<String, Procedure> procedures = new HashMap<>();
    private final Map<String, ViewDef> views = new HashMap<>();

    LoadedModule(Program program, Bytes hash, ModuleDef declared) {
        this.program = program;
        this.hash = hash;
        this.declared = declared;
        this.def = Submodules.flatten(declared);
        List<ReducerDef> defs = def.reducers();
        for (int i = 0; i < defs.size(); i++) {
            reducers.put(defs.get(i).name(), new Reducer(i, defs.get(i)));
        }
        List<ProcedureDef> procedureDefs = def.procedures();
        for (int i = 0; i < procedureDefs.size(); i++) {
            procedures.put(procedureDefs.get(i).name(), new Procedure(i, procedureDefs.get(i)));
        }
        def.views().forEach(view -> views.put(view.name(), view));
    }

    Program program() {
        return program;
    }

    /** Keccak-256 of the program's bytes. */
    Bytes hash() {
        return hash;
    }

    /** What it declares, its submodules included under their full names. */
    ModuleDef def() {
        return def;
    }

    /** What it declares, as it does. */
    ModuleDef declared() {
        return declared;
    }

    Optional<Procedure> procedure(String name) {
        return Optional.ofNullable(procedures.get(name));
    }

    /** The view with the canonical name {@code name}. */
    Optional<ViewDef> view(String name) {
        return Optional.ofNullable(views.get(name));
    }

    Optional<Reducer> reducer(String name) {
        return Optional.ofNullable(reducers.get(name));
    }
}
