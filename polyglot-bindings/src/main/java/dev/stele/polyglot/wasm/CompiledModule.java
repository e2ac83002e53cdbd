package dev.stele.polyglot.wasm;

import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.wasm.binary.Clamp;
import dev.stele.polyglot.wasm.binary.InvalidWasmException;
import dev.stele.polyglot.wasm.binary.WasmModule;
import java.util.List;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.ByteSequence;

/**
 * A module that was checked and made ready for the engine, of which instances are made. Holds what
 * is the same for all of them.
 */
final class CompiledModule {

    private final Source source;
    private final List<String> preinits;

    private CompiledModule(Source source, List<String> preinits) {
        this.source = source;
        this.preinits = preinits;
    }

    /** Checks and clamps a program; the engine parses it when the first instance is made. */
    static CompiledModule of(Program program) throws ModuleLoadException {
        try {
            WasmModule module = WasmModule.parse(program.bytes());
            List<String> preinits = ModuleRules.check(module);
            return new CompiledModule(source(Clamp.apply(module), "module.wasm"), preinits);
        } catch (InvalidWasmException e) {
            throw new ModuleLoadException(String.valueOf(e.getMessage()));
        }
    }

    /** A source for GraalWasm. */
    static Source source(Bytes wasm, String name) {
        return Source.newBuilder(
                        WasmRuntime.LANGUAGE, ByteSequence.create(wasm.unsafeArray()), name)
                .buildLiteral();
    }

    Source source() {
        return source;
    }

    /** The functions that run before setup, in order. */
    List<String> preinits() {
        return preinits;
    }
}
