package dev.stele.polyglot.wasm.binary;

import dev.stele.host.sats.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What a module's sections declare, as far as a host needs it.
 *
 * @param bytes the module as it was published
 * @param sections in the order in which they come
 * @param functions the type of every function, imported ones first
 */
public record WasmModule(
        Bytes bytes,
        List<Section> sections,
        List<Import> imports,
        List<FunctionType> functions,
        List<SizeLimits> tables,
        List<SizeLimits> memories,
        List<Export> exports) {

    public WasmModule {
        sections = List.copyOf(sections);
        imports = List.copyOf(imports);
        functions = List.copyOf(functions);
        tables = List.copyOf(tables);
        memories = List.copyOf(memories);
        exports = List.copyOf(exports);
    }

    /**
     * Where a section is.
     *
     * @param start offset of its id byte
     * @param contents offset of what follows its length
     * @param end offset behind it
     */
    public record Section(int id, int start, int contents, int end) {}

    /** What an import or export is. */
    public enum Kind {
        FUNCTION,
        TABLE,
        MEMORY,
        GLOBAL
    }

    /** An import; {@code type} is there for a function. */
    public record Import(String module, String name, Kind kind, Optional<FunctionType> type) {}

    /** An export; {@code type} is there for a function. */
    public record Export(String name, Kind kind, Optional<FunctionType> type) {}

    /**
     * Reads a module; see the package's chapter for what is checked.
     *
     * @throws InvalidWasmException for what is malformed, too large, or needs a missing feature
     */
    public static WasmModule parse(Bytes bytes) throws InvalidWasmException {
        return new ModuleParser(bytes).parse();
    }
}
