package dev.stele.polyglot.wasm;

import dev.stele.polyglot.wasm.abi.AbiVersion;
import dev.stele.polyglot.wasm.abi.HostFunctions;
import dev.stele.polyglot.wasm.binary.FunctionType;
import dev.stele.polyglot.wasm.binary.InvalidWasmException;
import dev.stele.polyglot.wasm.binary.ValueType;
import dev.stele.polyglot.wasm.binary.WasmModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a module must import and export to be one of this ABI: spec 01 sections 1.1 and 1.5. */
final class ModuleRules {

    static final String MEMORY = "memory";
    static final String INITIALIZE = "_initialize";
    static final String PREINIT = "__preinit__";
    static final String SETUP = "__setup__";
    static final String DESCRIBE = "__describe_module__";
    static final String CALL_REDUCER = "__call_reducer__";

    static final String CALL_PROCEDURE = "__call_procedure__";
    static final String CALL_HANDLER = "__call_http_handler__";
    static final String CALL_VIEW = "__call_view__";
    static final String CALL_ANONYMOUS_VIEW = "__call_view_anon__";

    private static final String ABI_PREFIX = "spacetime_";

    /** An export of the ABI. */
    private record Rule(String name, boolean isRequired, FunctionType type) {}

    private static final List<Rule> RULES =
            List.of(
                    new Rule(INITIALIZE, false, type("", "")),
                    new Rule(SETUP, false, type("i", "i")),
                    new Rule(DESCRIBE, true, type("i", "")),
                    new Rule(CALL_REDUCER, true, type("illlllllii", "i")),
                    new Rule(CALL_PROCEDURE, false, type("illlllllii", "i")),
                    new Rule(CALL_VIEW, false, type("illllii", "i")),
                    new Rule(CALL_ANONYMOUS_VIEW, false, type("iii", "i")),
                    new Rule(CALL_HANDLER, false, type("iliiii", "i")));

    private ModuleRules() {}

    private static FunctionType type(String params, String results) {
        return new FunctionType(types(params), types(results));
    }

    private static List<ValueType> types(String letters) {
        return letters.chars().mapToObj(c -> c == 'i' ? ValueType.I32 : ValueType.I64).toList();
    }

    /**
     * Checks a module; returns the names of its pre-initialisers in the order in which they run.
     *
     * @throws InvalidWasmException that names the import or export
     */
    static List<String> check(WasmModule module) throws InvalidWasmException {
        for (WasmModule.Import in : module.imports()) {
            checkImport(in);
        }
        if (module.imports().isEmpty()) {
            throw new InvalidWasmException(
                    "the module imports nothing of spacetime_10.x, so it is not made for this ABI");
        }
        if (find(module, MEMORY).filter(e -> e.kind() == WasmModule.Kind.MEMORY).isEmpty()) {
            throw new InvalidWasmException("the module exports no memory named \"memory\"");
        }
        for (Rule rule : RULES) {
            Optional<WasmModule.Export> export = find(module, rule.name());
            if (export.isPresent()) {
                checkExport(export.get(), rule.type());
            } else if (rule.isRequired()) {
                throw new InvalidWasmException(
                        "the module exports no function \""
                                + rule.name()
                                + "\" "
                                + rule.type().text());
            }
        }
        return preinits(module);
    }

    private static void checkImport(WasmModule.Import in) throws InvalidWasmException {
        String name = "\"" + in.module() + "\" \"" + in.name() + "\"";
        if (in.kind() != WasmModule.Kind.FUNCTION) {
            throw new InvalidWasmException(
                    "the module imports "
                            + name
                            + ", a "
                            + in.kind().name().toLowerCase(Locale.ROOT)
                            + "; only functions of spacetime_10.x can be imported");
        }
        Optional<HostFunctions.HostFunction> function = HostFunctions.find(in.module(), in.name());
        if (function.isEmpty()) {
            throw new InvalidWasmException(
                    "the module imports " + name + ", " + reason(in.module()));
        }
        FunctionType expected = function.get().type();
        if (!in.type().equals(Optional.of(expected))) {
            throw new InvalidWasmException(
                    "the module imports "
                            + name
                            + " as "
                            + in.type().orElse(expected).text()
                            + ", expected "
                            + expected.text());
        }
    }

    private static String reason(String module) {
        if (!module.startsWith(ABI_PREFIX)) {
            return "which this host does not have: only functions of spacetime_10.x can be"
                    + " imported (WASI and JavaScript glue are not available)";
        }
        Optional<AbiVersion> version = AbiVersion.ofModule(module);
        if (version.isEmpty()) {
            return "expected a version such as spacetime_10.0";
        }
        return HostFunctions.VERSION.supports(version.get())
                ? "which does not exist"
                : "but the module ABI here is " + HostFunctions.VERSION.text();
    }

    private static Optional<WasmModule.Export> find(WasmModule module, String name) {
        return module.exports().stream().filter(e -> e.name().equals(name)).findFirst();
    }

    private static void checkExport(WasmModule.Export export, FunctionType expected)
            throws InvalidWasmException {
        if (!export.type().equals(Optional.of(expected))) {
            throw new InvalidWasmException(
                    "the module exports \""
                            + export.name()
                            + "\" as "
                            + export.type()
                                    .map(FunctionType::text)
                                    .orElse("something else than a function")
                            + ", expected "
                            + expected.text());
        }
    }

    private static List<String> preinits(WasmModule module) throws InvalidWasmException {
        List<String> names = new ArrayList<>();
        for (WasmModule.Export export : module.exports()) {
            if (export.name().startsWith(PREINIT)) {
                checkExport(export, type("", ""));
                names.add(export.name());
            }
        }
        Collections.sort(names);
        return names;
    }
}
