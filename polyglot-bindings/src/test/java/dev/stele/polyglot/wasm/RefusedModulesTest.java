package dev.stele.polyglot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.NoTables;
import dev.stele.polyglot.Watchdog;
import dev.stele.polyglot.wasm.binary.InvalidWasmException;
import dev.stele.polyglot.wasm.binary.WasmModule;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modules that a publish refuses, each by the name of what is wrong. */
final class RefusedModulesTest {

    private static final WasmRuntime RUNTIME =
            WasmRuntime.create(Watchdog.start(() -> {}), CallBudgets.DEFAULT);

    private static final String REDUCER = "(i32.const 0)";

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    private static String refusal(Bytes module) {
        try (ModuleInstance _ = RUNTIME.load(new Program(Program.Kind.WASM, module))) {
            return "accepted";
        } catch (ModuleLoadException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String refusal(String text) {
        return refusal(Modules.assemble(text));
    }

    /** A module whose only function has this code, in hexadecimal, behind "no locals". */
    private static Bytes withCode(String hex) {
        byte[] code = HexFormat.of().parseHex("00" + hex.replace(" ", ""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("0061736d01000000" + "010401600000" + "03020100"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(1);
        u32(body, code.length);
        body.writeBytes(code);
        out.write(0x0a);
        u32(out, body.size());
        out.writeBytes(body.toByteArray());
        return Bytes.wrap(out.toByteArray());
    }

    private static void u32(ByteArrayOutputStream out, int value) {
        int left = value;
        while (left > 0x7f) {
            out.write((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }

    @Test
    void theFrameItselfIsAccepted() {
        assertThat(refusal(Modules.module(REDUCER, ""))).isEqualTo("accepted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "env abort i32                          | the module imports \"env\" \"abort\", which this host does not have",
                "wasi_snapshot_preview1 proc_exit i32   | (WASI and JavaScript glue are not available)",
                "spacetime_10.0 no_such_function i32    | the module imports \"spacetime_10.0\" \"no_such_function\", which does not exist",
                "spacetime_10.0 get_jwt i32 i32         | the module imports \"spacetime_10.0\" \"get_jwt\", which does not exist",
                "spacetime_10.7 anything i32            | \"spacetime_10.7\" \"anything\", but the module ABI here is 10.6",
                "spacetime_9.0 table_id_from_name i32   | \"spacetime_9.0\" \"table_id_from_name\", but the module ABI here is 10.6",
                "spacetime_11.0 table_id_from_name i32  | \"spacetime_11.0\" \"table_id_from_name\", but the module ABI here is 10.6",
                "spacetime_10 identity i32              | expected a version such as spacetime_10.0",
                "spacetime_10.0.1 identity i32          | expected a version such as spacetime_10.0",
                "spacetime_10.70000 identity i32        | expected a version such as spacetime_10.0",
                "spacetime_10.0 identity i64            | the module imports \"spacetime_10.0\" \"identity\" as (i64) -> (), expected (i32) -> ()",
                "spacetime_10.5 datastore_clear i32     | \"datastore_clear\" as (i32) -> (), expected (i32, i32) -> (i32)",
            })
    void unknownImports(String words, String expected) {
        String[] word = words.split(" +", 3);
        assertThat(
                        refusal(
                                "(module (import \"%s\" \"%s\" (func (param %s))))"
                                        .formatted(word[0], word[1], word[2])))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(memory 1)           | a memory; only functions of spacetime_10.x can be imported",
                "(table 1 funcref)    | a table; only functions of spacetime_10.x can be imported",
                "(global i32)         | a global; only functions of spacetime_10.x can be imported",
            })
    void importsOtherThanFunctions(String what, String expected) {
        assertThat(refusal("(module (import \"spacetime_10.0\" \"x\" " + what + "))"))
                .contains(expected);
    }

    @Test
    void aModuleOfSomethingElse() {
        assertThat(refusal("(module)")).contains("imports nothing of spacetime_10.x");
        assertThat(refusal(Bytes.ofUtf8("export default 1;"))).contains("not a WebAssembly module");
        assertThat(refusal(Bytes.EMPTY)).contains("not a WebAssembly module");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(export \"memory\")            | the module exports no memory named \"memory\"",
                "(export \"__describe_module__\") | the module exports no function \"__describe_module__\" (i32) -> ()",
                "(export \"__call_reducer__\")    | the module exports no function \"__call_reducer__\" (i32, i64,",
            })
    void missingExports(String export, String expected) {
        assertThat(refusal(Modules.module(REDUCER, "").replace(export, ""))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(func (export \"__setup__\"))                          | exports \"__setup__\" as () -> (), expected (i32) -> (i32)",
                "(func (export \"_initialize\") (param i32))            | exports \"_initialize\" as (i32) -> (), expected () -> ()",
                "(func (export \"__preinit__10_x\") (result i32) (i32.const 1)) | exports \"__preinit__10_x\" as () -> (i32), expected () -> ()",
                "(global (export \"__preinit__20_y\") i32 (i32.const 1)) | exports \"__preinit__20_y\" as something else than a function",
                "(func (export \"__call_procedure__\"))                 | exports \"__call_procedure__\" as () -> (), expected (i32, i64,",
                "(func (export \"__call_view__\"))                      | exports \"__call_view__\" as () -> (), expected (i32, i64,",
                "(func (export \"__call_view_anon__\"))                 | exports \"__call_view_anon__\" as () -> (), expected (i32, i32, i32) -> (i32)",
                "(func (export \"__call_http_handler__\"))              | exports \"__call_http_handler__\" as () -> (), expected (i32, i64,",
            })
    void wrongSignatures(String definition, String expected) {
        assertThat(refusal(Modules.module(REDUCER, definition))).contains(expected);
    }

    @Test
    void aMemoryThatIsNoMemory() {
        String text =
                Modules.module(REDUCER, "(global (export \"memory\") i32 (i32.const 1))")
                        .replace("(memory (export \"memory\")", "(memory");
        assertThat(refusal(text)).contains("exports no memory named \"memory\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "06 40 0b 0b           | exception handling",
                "06 40 07 00 0b 0b     | exception handling",
                "08 00 0b              | exception handling",
                "09 00 0b              | exception handling",
                "0a 0b                 | exception handling",
                "1f 40 00 0b 0b        | exception handling",
                "12 00 0b              | tail calls",
                "13 00 00 0b           | tail calls",
                "14 00 0b              | garbage collection (typed references)",
                "15 00 0b              | garbage collection (typed references)",
                "d3 0b                 | garbage collection (typed references)",
                "d0 6e 1a 0b           | garbage collection (typed references)",
                "02 63 70 0b 0b        | garbage collection (typed references)",
                "fb 00 00 0b           | garbage collection (instruction 0xfb)",
                "fe 03 00 0b           | threads (atomic instructions)",
                "41 00 28 42 01 00 1a 0b | multi-memory",
            })
    void instructionsOfMissingFeatures(String code, String feature) {
        assertThat(refusal(withCode(code)))
                .startsWith("the module needs the WebAssembly feature " + feature)
                .contains("not available here (function 0, offset ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0d03010000        | exception handling",
                "010401610000      | a type of form 0x61",
                "0103015f00        | garbage collection (struct, array or recursive types)",
                "0103015e7f        | garbage collection (struct, array or recursive types)",
                "0104014e0160      | garbage collection (struct, array or recursive types)",
                "01050160016400    | garbage collection (reference type 0x64)",
                "0504010301 02     | threads (shared memory)",
                "0503010401        | memory64",
                "0404017004 01     | memory64",
                "05050200010001    | multi-memory",
                "0406014000700001  | garbage collection (table with an initial value)",
                "0e0100            | a section of kind 14, which does not exist",
                "03010003 0100     | section is at the wrong place",
                "020701016101610400 | exception handling",
                "0509              | unexpected end, 9 more bytes expected, 0 there",
                "05ffffffff0f      | unexpected end, 4294967295 more bytes expected",
                "05ffffffffff0f    | a number of more than 32 bits",
                "0503010502        | memory64",
                "050301ff00        | threads (shared memory)",
                "05040100 0000     | 1 bytes too many",
                "0504010102 01     | a maximum size below the minimum",
                "07050101ff0000    | a name that is not UTF-8",
                "0705010161 0001   | an export of function 1, which does not exist",
                "020701016101610005 | type 5 does not exist",
                "00020561          | unexpected end, 5 more bytes expected",
            })
    void sectionsOfMissingFeaturesOrNonsense(String hex, String expected) {
        Bytes module = Bytes.ofHex("0061736d01000000" + hex.replace(" ", ""));
        assertThat(refusal(module)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ff 0b    | instruction 0xff, which does not exist",
                "16 0b    | instruction 0x16, which does not exist",
                "c5 0b    | instruction 0xc5, which does not exist",
                "fc 20 0b | instruction 0xfc 32, which does not exist",
                "02 40 0b | unexpected end",
                "0b 0b    | 1 bytes too many",
                "43 00 00 | unexpected end, 4 more bytes expected, 2 there",
            })
    void nonsenseCode(String code, String expected) {
        assertThat(refusal(withCode(code)))
                .startsWith("invalid WebAssembly module: ")
                .contains(expected);
    }

    @Test
    void wrongTypesAreTheEnginesToFind() {
        String hex = Modules.assemble(Modules.module("(i32.const 12345)", "")).toHex();
        // The number becomes four nops.
        assertThat(hex).contains("41b9e0000b");
        byte[] module = HexFormat.of().parseHex(hex.replace("41b9e0000b", "010101010b"));
        assertThat(refusal(Bytes.wrap(module))).contains("could not be initialised");
    }

    @Test
    void modulesThatAreTooLarge() {
        assertThat(refusal("(module (memory 1025))"))
                .contains("a memory of 1025 pages of 64 KiB, at most 1024 are allowed");
        assertThat(refusal("(module (table 1000001 funcref))"))
                .contains("a table of 1000001 entries, at most 1000000 are allowed");
        assertThat(refusal("(module (func (local %s)))".formatted("i32 ".repeat(50_001))))
                .contains("50001 locals, at most 50000 are allowed");
        assertThat(refusal(withCode("02 40".repeat(10_001) + "0b".repeat(10_002))))
                .contains("blocks nest more than 10000 deep in one function");
        assertThat(refusal(withCode("0e f1 ff 03" + "00".repeat(65_522) + "0b")))
                .contains("65521 targets of a br_table, at most 65520 are allowed");
        assertThat(refusal("(module (type (func (param %s))))".formatted("i32 ".repeat(1_001))))
                .contains("1001 parameters or results, at most 1000 are allowed");
        assertThat(refusal("(module %s)".formatted("(func)".repeat(100_001))))
                .contains("100001 functions, at most 100000 are allowed");
    }

    @Test
    void aModuleAsDeepAsMayBeDoesNotHurtTheEngine() throws InvalidWasmException {
        String hex = withCode("02 40".repeat(9_999) + "0b".repeat(9_999) + "41 00 0b").toHex();
        String body = hex.substring(hex.indexOf("00024002"));
        byte[] frame = Modules.assemble(Modules.module(REDUCER, "")).toByteArray();
        WasmModule.Section code = section(frame, 10);
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        bodies.writeBytes(new byte[] {2, 2, 0, 0x0b});
        u32(bodies, body.length() / 2);
        bodies.writeBytes(HexFormat.of().parseHex(body));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(frame, 0, code.start() + 1);
        u32(out, bodies.size());
        out.writeBytes(bodies.toByteArray());
        out.write(frame, code.end(), frame.length - code.end());
        assertThat(refusal(Bytes.wrap(out.toByteArray()))).isEqualTo("accepted");
    }

    private static WasmModule.Section section(byte[] module, int id) throws InvalidWasmException {
        return WasmModule.parse(Bytes.wrap(module)).sections().stream()
                .filter(section -> section.id() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyByteThatIsCutOffIsMissed() throws InvalidWasmException {
        byte[] module = Modules.assemble(Modules.module(REDUCER, "")).toByteArray();
        int withoutData = section(module, 11).start();
        for (int length = 0; length < module.length; length++) {
            if (length == withoutData) {
                // A module without its last section is a whole module.
                continue;
            }
            Bytes cut = Bytes.wrap(Arrays.copyOf(module, length));
            assertThat(refusal(cut)).as("the first %d bytes", length).isNotEqualTo("accepted");
        }
    }

    @Test
    void aClampedMemoryStopsGrowing() throws Exception {
        String text =
                Modules.module(
                        """
                        (if (i32.ne (memory.grow (i32.const 1022)) (i32.const 2)) (then unreachable))
                        (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))
                        (i32.const 0)
                        """,
                        "");
        try (ModuleInstance module = RUNTIME.load(Modules.program(text))) {
            assertThat(Modules.call(module, 0, new NoTables()))
                    .isEqualTo(new GuestOutcome.Returned());
        }
    }

    @Test
    void anotherKindOfProgram() {
        assertThatThrownBy(() -> RUNTIME.load(new Program(Program.Kind.JS, Bytes.EMPTY)))
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("expected WASM");
    }
}
