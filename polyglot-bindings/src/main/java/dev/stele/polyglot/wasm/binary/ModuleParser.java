package dev.stele.polyglot.wasm.binary;

import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.wasm.binary.WasmModule.Export;
import dev.stele.polyglot.wasm.binary.WasmModule.Import;
import dev.stele.polyglot.wasm.binary.WasmModule.Kind;
import dev.stele.polyglot.wasm.binary.WasmModule.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Goes through the sections of one module, once. */
final class ModuleParser {

    private static final int[] HEADER = {0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00};

    /** Section ids, in the order in which sections must come. */
    private static final List<Integer> ORDER =
            List.of(1, 2, 3, 4, 5, SectionId.TAG, 6, 7, 8, 9, 12, 10, 11);

    private final Bytes bytes;
    private final List<Section> sections = new ArrayList<>();
    private final List<FunctionType> types = new ArrayList<>();
    private final List<Import> imports = new ArrayList<>();
    private final List<FunctionType> functions = new ArrayList<>();
    private final List<SizeLimits> tables = new ArrayList<>();
    private final List<SizeLimits> memories = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();
    private int declared;
    private int bodies;

    ModuleParser(Bytes bytes) {
        this.bytes = bytes;
    }

    WasmModule parse() throws InvalidWasmException {
        WasmReader in = WasmReader.of(bytes.unsafeArray());
        for (int expected : HEADER) {
            if (in.atEnd() || in.u8() != expected) {
                throw new InvalidWasmException(
                        "not a WebAssembly module: expected it to begin with 00 61 73 6d 01 00 00"
                                + " 00");
            }
        }
        int last = -1;
        int custom = 0;
        while (!in.atEnd()) {
            int start = in.position();
            int id = in.u8();
            WasmReader section = in.part(in.u32(), SectionId.name(id) + " section");
            sections.add(new Section(id, start, section.position(), in.position()));
            if (id == SectionId.CUSTOM) {
                if (++custom > Limits.CUSTOM_SECTIONS_MAX) {
                    throw in.problem(
                            "more than " + Limits.CUSTOM_SECTIONS_MAX + " custom sections");
                }
                section.name();
                continue;
            }
            int place = ORDER.indexOf(id);
            if (place < 0) {
                throw in.problem("a section of kind " + id + ", which does not exist");
            }
            if (place <= last) {
                throw in.problem("the " + SectionId.name(id) + " section is at the wrong place");
            }
            last = place;
            read(id, section);
            section.expectEnd();
        }
        if (bodies != declared) {
            throw in.problem(declared + " functions declared, " + bodies + " have code");
        }
        return new WasmModule(bytes, sections, imports, functions, tables, memories, exports);
    }

    private void read(int id, WasmReader in) throws InvalidWasmException {
        switch (id) {
            case SectionId.TYPE -> types(in);
            case SectionId.IMPORT -> imports(in);
            case SectionId.FUNCTION -> functions(in);
            case SectionId.TABLE -> tables(in);
            case SectionId.MEMORY -> memories(in);
            case SectionId.TAG -> throw in.unsupported("exception handling");
            case SectionId.GLOBAL -> globals(in);
            case SectionId.EXPORT -> exports(in);
            case SectionId.START, SectionId.DATA_COUNT -> in.u32();
            case SectionId.ELEMENT -> counted(in, Limits.ELEMENT_SEGMENTS_MAX, "element segments");
            case SectionId.CODE -> code(in);
            default -> counted(in, Limits.DATA_SEGMENTS_MAX, "data segments");
        }
    }

    /** A section whose contents the engine validates; only its count is ours. */
    private static void counted(WasmReader in, int max, String things) throws InvalidWasmException {
        in.count(max, things);
        in.skip(in.remaining());
    }

    private void types(WasmReader in) throws InvalidWasmException {
        int count = in.count(Limits.TYPES_MAX, "types");
        for (int i = 0; i < count; i++) {
            int form = in.u8();
            if (form == 0x5f || form == 0x5e || form == 0x50 || form == 0x4f || form == 0x4e) {
                throw in.unsupported("garbage collection (struct, array or recursive types)");
            }
            if (form != 0x60) {
                throw in.problem("a type of form 0x%02x, expected a function".formatted(form));
            }
            types.add(new FunctionType(values(in), values(in)));
        }
    }

    private static List<ValueType> values(WasmReader in) throws InvalidWasmException {
        int count = in.count(Limits.PARAMS_MAX, "parameters or results");
        List<ValueType> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            out.add(ValueType.read(in));
        }
        return out;
    }

    private FunctionType type(WasmReader in) throws InvalidWasmException {
        int index = in.u32();
        if (index < 0 || index >= types.size()) {
            throw in.problem("type " + Integer.toUnsignedString(index) + " does not exist");
        }
        return types.get(index);
    }

    private void imports(WasmReader in) throws InvalidWasmException {
        int count = in.count(Limits.IMPORTS_MAX, "imports");
        for (int i = 0; i < count; i++) {
            String module = in.name();
            String name = in.name();
            Kind kind = kind(in);
            Optional<FunctionType> type = Optional.empty();
            switch (kind) {
                case FUNCTION -> {
                    type = Optional.of(type(in));
                    functions.add(type.get());
                }
                case TABLE -> tables.add(table(in));
                case MEMORY -> memories.add(memory(in));
                case GLOBAL -> globalType(in);
            }
            imports.add(new Import(module, name, kind, type));
        }
    }

    private static Kind kind(WasmReader in) throws InvalidWasmException {
        int code = in.u8();
        return switch (code) {
            case 0 -> Kind.FUNCTION;
            case 1 -> Kind.TABLE;
            case 2 -> Kind.MEMORY;
            case 3 -> Kind.GLOBAL;
            case 4 -> throw in.unsupported("exception handling");
            default -> throw in.problem("an import or export of kind " + code);
        };
    }

    private void functions(WasmReader in) throws InvalidWasmException {
        declared = in.count(Limits.FUNCTIONS_MAX, "functions");
        for (int i = 0; i < declared; i++) {
            functions.add(type(in));
        }
    }

    private static SizeLimits table(WasmReader in) throws InvalidWasmException {
        if (in.u8() == 0x40) {
            throw in.unsupported("garbage collection (table with an initial value)");
        }
        in.back();
        ValueType.read(in);
        SizeLimits limits = SizeLimits.read(in);
        return within(in, limits, Limits.TABLE_ENTRIES_MAX, "table of %s entries");
    }

    private void tables(WasmReader in) throws InvalidWasmException {
        int count = in.count(Limits.TABLES_MAX - tables.size(), "tables");
        for (int i = 0; i < count; i++) {
            tables.add(table(in));
        }
    }

    private static SizeLimits memory(WasmReader in) throws InvalidWasmException {
        return within(
                in, SizeLimits.read(in), Limits.MEMORY_PAGES_MAX, "memory of %s pages of 64 KiB");
    }

    private static SizeLimits within(WasmReader in, SizeLimits limits, int max, String what)
            throws InvalidWasmException {
        if (Integer.compareUnsigned(limits.min(), max) > 0) {
            throw in.problem(
                    "a "
                            + what.formatted(Integer.toUnsignedString(limits.min()))
                            + ", at most "
                            + max
                            + " are allowed");
        }
        return limits;
    }

    private void memories(WasmReader in) throws InvalidWasmException {
        int count = in.u32();
        if (memories.size() + Integer.toUnsignedLong(count) > 1) {
            throw in.unsupported("multi-memory");
        }
        for (int i = 0; i < count; i++) {
            memories.add(memory(in));
        }
    }

    private static void globalType(WasmReader in) throws InvalidWasmException {
        ValueType.read(in);
        if (in.u8() > 1) {
            throw in.problem("a global that is neither constant nor mutable");
        }
    }

    private static void globals(WasmReader in) throws InvalidWasmException {
        counted(in, Limits.GLOBALS_MAX, "globals");
    }

    private void exports(WasmReader in) throws InvalidWasmException {
        int count = in.count(Limits.EXPORTS_MAX, "exports");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String name = in.name();
            if (!names.add(name)) {
                throw in.problem("two exports with the name \"" + name + "\"");
            }
            Kind kind = kind(in);
            int index = in.u32();
            Optional<FunctionType> type = Optional.empty();
            if (kind == Kind.FUNCTION) {
                if (index < 0 || index >= functions.size()) {
                    throw in.problem(
                            "an export of function "
                                    + Integer.toUnsignedString(index)
                                    + ", which does not exist");
                }
                type = Optional.of(functions.get(index));
            }
            exports.add(new Export(name, kind, type));
        }
    }

    private void code(WasmReader in) throws InvalidWasmException {
        bodies = in.count(Limits.FUNCTIONS_MAX, "function bodies");
        for (int i = 0; i < bodies; i++) {
            int size = in.count(Limits.FUNCTION_BYTES_MAX, "bytes of code in one function");
            int index = functions.size() - declared + i;
            WasmReader body = in.part(size, "function " + index);
            if (i >= declared) {
                throw in.problem(declared + " functions declared, " + bodies + " have code");
            }
            CodeScanner.scan(body, functions.get(index).params().size());
        }
    }
}
