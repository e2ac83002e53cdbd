package dev.stele.polyglot.wasm;

import com.dylibso.chicory.wabt.Wat2Wasm;
import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.Program;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.polyglot.wasm.abi.HostFunctions;
import dev.stele.polyglot.wasm.binary.FunctionType;
import dev.stele.polyglot.wasm.binary.ValueType;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Modules written in the text format, for tests. */
public final class Modules {

    /** The description of a module without anything: version 9 and six empty lists. */
    private static final String EMPTY_DESCRIPTION = "\\01" + "\\00".repeat(24);

    private static final int EMPTY_DESCRIPTION_BYTES = 25;

    private Modules() {}

    /** The bytes of a module in the text format. */
    public static Bytes assemble(String text) {
        return Bytes.wrap(Wat2Wasm.parse(text));
    }

    static Program program(String text) {
        return new Program(Program.Kind.WASM, assemble(text));
    }

    /** Imports of all host functions, each as {@code $name}. */
    public static String imports() {
        return HostFunctions.all().stream()
                .sorted(
                        Comparator.comparing(HostFunctions.HostFunction::module)
                                .thenComparing(HostFunctions.HostFunction::name))
                .map(Modules::imported)
                .collect(Collectors.joining("\n"));
    }

    private static String imported(HostFunctions.HostFunction function) {
        FunctionType type = function.type();
        return "(import \"%s\" \"%s\" (func $%s %s %s))"
                .formatted(
                        function.module(),
                        function.name(),
                        function.name(),
                        list("param", type.params()),
                        list("result", type.results()));
    }

    private static String list(String word, List<ValueType> types) {
        return types.isEmpty()
                ? ""
                : types.stream()
                        .map(ValueType::text)
                        .collect(Collectors.joining(" ", "(" + word + " ", ")"));
    }

    /**
     * A module with every import, a memory of two pages, and an empty description at 16, which it
     * describes itself with. {@code reducer} is the body of the function that is called, with the
     * reducer's number in {@code $id} and its sink in {@code $sink}; {@code more} are further
     * definitions.
     */
    public static String module(String reducer, String more) {
        return framed(
                """
                (func (export "__describe_module__") (param $sink i32)
                  (drop (call $bytes_sink_write (local.get $sink) (i32.const 16) (i32.const 8))))
                (func (export "__call_reducer__")
                  (param $id i32) (param i64 i64 i64 i64 i64 i64 i64) (param $args i32)
                  (param $sink i32) (result i32)
                """
                        + reducer
                        + ")\n"
                        + more);
    }

    /** The same without the two functions that a module must export. */
    public static String framed(String definitions) {
        return "(module\n"
                + imports()
                + "\n(memory (export \"memory\") 2)\n(data (i32.const 8) \"\\%02x\\00\\00\\00\")\n"
                        .formatted(EMPTY_DESCRIPTION_BYTES)
                + "(data (i32.const 16) \""
                + EMPTY_DESCRIPTION
                + "\")\n"
                + definitions
                + ")";
    }

    static GuestOutcome call(ModuleInstance instance, int reducer, TableAbi tables) {
        return instance.callReducer(
                new ReducerCall(
                        reducer, Identity.ZERO, ConnectionId.ZERO, new Timestamp(0), Bytes.EMPTY),
                tables);
    }
}
