package dev.stele.conformance;

import com.dylibso.chicory.wabt.Wat2Wasm;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.raw.RawConstraintDef;
import dev.stele.host.schema.raw.RawIndexAlgorithm;
import dev.stele.host.schema.raw.RawIndexDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.raw.RawModuleDefV9;
import dev.stele.host.schema.raw.RawSequenceDef;
import dev.stele.host.schema.raw.RawTypeDef;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code conformance/abi} as a module that can be published: every exported function of
 * it is a case and becomes a reducer.
 */
record AbiModule(String name, List<AbiCase> cases, Bytes wasm) {

    static final Path FOLDER = SteleCommand.ROOT.resolve("conformance/abi");

    /** The files of cases. */
    static final List<String> NAMES = List.of("tables", "scans", "bytes", "console", "outside");

    /** Where the description is in the module's memory. */
    private static final int DESCRIPTION_AT = 131_072;

    private static final Pattern CASE =
            Pattern.compile(
                    "(?:^;; traps (?<trap>.+)\\n)?^\\(func \\(export \"(?<name>[a-z]\\w*)\"\\)",
                    Pattern.MULTILINE);

    AbiModule {
        cases = List.copyOf(cases);
    }

    /**
     * One case.
     *
     * @param trap text of the trap that it must end with; without one it must return
     */
    record AbiCase(String reducer, Optional<String> trap) {}

    static AbiModule read(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name + ".wat"));
        List<AbiCase> cases = new ArrayList<>();
        Matcher matcher = CASE.matcher(text);
        while (matcher.find()) {
            cases.add(
                    new AbiCase(matcher.group("name"), Optional.ofNullable(matcher.group("trap"))));
        }
        StringBuilder module = new StringBuilder("(module\n");
        module.append(Files.readString(FOLDER.resolve("imports.wat")));
        module.append(Files.readString(FOLDER.resolve("prelude.wat")));
        module.append(
                Pattern.compile("\\(func \\(export \"([a-z]\\w*)\"\\)")
                        .matcher(text)
                        .replaceAll("(func \\$case_$1 (export \"$1\")"));
        module.append("(table $cases %d funcref)\n(elem (i32.const 0)".formatted(cases.size()));
        cases.forEach(each -> module.append(" $case_").append(each.reducer()));
        module.append(")\n");
        Bytes description = description(cases);
        module.append(
                """
                (data (i32.const %d) "%s")
                (func (export "__describe_module__") (param $sink i32)
                  (i32.store (global.get $len) (i32.const %d))
                  (drop (call $bytes_sink_write (local.get $sink) (i32.const %d) (global.get $len)))))
                """
                        .formatted(
                                DESCRIPTION_AT,
                                description.toHex().replaceAll("(..)", "\\\\$1"),
                                description.size(),
                                DESCRIPTION_AT));
        return new AbiModule(name, cases, Bytes.wrap(Wat2Wasm.parse(module.toString())));
    }

    /** What a module with these cases as its reducers says of itself. */
    static Bytes description(List<AbiCase> cases) {
        Product item =
                new Product(
                        List.of(
                                element("id", Primitive.U32),
                                element("kind", Primitive.U8),
                                element("weight", Primitive.U16),
                                element("label", Primitive.STRING)));
        Product small = new Product(List.of(element("n", Primitive.U8)));
        return RawModuleDefCodec.encode(
                new RawModuleDefV9(
                        new Typespace(List.of(item, small)),
                        List.of(
                                table(
                                        "item",
                                        0,
                                        List.of(0),
                                        List.of(
                                                index("item_id_idx_btree", IndexKind.BTREE, 0),
                                                index(
                                                        "item_kind_weight_idx_btree",
                                                        IndexKind.BTREE,
                                                        1,
                                                        2),
                                                index("item_label_idx_hash", IndexKind.HASH, 3))),
                                table("small", 1, List.of(), List.of())),
                        cases.stream()
                                .map(each ->
                                        new RawModuleDefV9.Reducer(
                                                each.reducer(),
                                                new Product(List.of()),
                                                Optional.empty()))
                                .toList(),
                        List.of(type("Item", 0), type("Small", 1)),
                        List.of(),
                        List.of()));
    }

    private static Element element(String name, Primitive type) {
        return new Element(Optional.of(name), type);
    }

    private static RawTypeDef type(String name, int ref) {
        return new RawTypeDef(List.of(), name, ref, true);
    }

    private static RawIndexDef index(String name, IndexKind kind, Integer... columns) {
        return new RawIndexDef(
                Optional.of(name), Optional.empty(), new RawIndexAlgorithm(kind, List.of(columns)));
    }

    /** A table with a generated primary key, when it has a key. */
    private static RawModuleDefV9.Table table(
            String name, int type, List<Integer> key, List<RawIndexDef> indexes) {
        return new RawModuleDefV9.Table(
                name,
                type,
                key,
                indexes,
                key.stream()
                        .map(column -> new RawConstraintDef(Optional.empty(), List.of(column)))
                        .toList(),
                key.stream()
                        .map(column ->
                                new RawSequenceDef(
                                        Optional.empty(),
                                        column,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        BigInteger.ONE))
                        .toList(),
                Optional.empty(),
                false,
                false);
    }
}
